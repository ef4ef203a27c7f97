"""The reports of the province: layouts as data, figures, workbooks, memos, the office's own templates."""
