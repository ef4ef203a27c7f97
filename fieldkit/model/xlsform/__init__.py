"""XLSForm workbooks: conversion by pyxform, and what their authors did wrong, told before a form is used."""
