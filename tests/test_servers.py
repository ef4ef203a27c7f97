from __future__ import annotations

from sqlalchemy import create_engine, text


def test_a_postgresql_of_our_own_answers(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE factory (name text)"))
        connection.execute(text("INSERT INTO factory VALUES ('โรงสีข้าว')"))
        assert connection.scalar(text("SELECT length(name) FROM factory")) == 9
        assert connection.scalar(text("SHOW listen_addresses")) == "127.0.0.1"
    engine.dispose()


def test_each_test_has_an_empty_database(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT to_regclass('factory')")) is None
    engine.dispose()
