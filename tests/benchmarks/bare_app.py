"""The baseline: FastAPI, the same pool, one bare statement."""

import os

from fastapi import FastAPI
from sqlalchemy import text

from gis_cas.store.engine import create_engine_for


def create_bare_app() -> FastAPI:
    """One synchronous endpoint that runs `SELECT 1` and answers it."""
    engine = create_engine_for(
        os.environ["BENCH_URL"], pool_size=int(os.environ["BENCH_POOL"]), statement_timeout_ms=5000
    )
    app = FastAPI()

    @app.get("/bare")
    def bare() -> dict[str, int]:
        with engine.connect() as conn:
            return {"answer": conn.execute(text("SELECT 1")).scalar_one()}

    return app
