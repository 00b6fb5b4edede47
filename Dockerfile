# Airflow with wirelake, for docker-compose.yaml: the locked dependencies with their hashes, and the project.
ARG PYTHON=3.12-slim-bookworm

FROM python:${PYTHON} AS wheel
WORKDIR /build
COPY pyproject.toml README.md LICENSE requirements-dev.lock ./
COPY include include
# The build backend comes from the lock too; a dependency of it that is missing here fails for want of a hash.
RUN awk '/^[a-z]/ {keep = /^(hatchling|packaging|pathspec|pluggy|tomlkit|trove-classifiers)==/} keep' \
        requirements-dev.lock > build.lock \
    && pip install --no-cache-dir --require-hashes -r build.lock \
    && pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /dist .

FROM python:${PYTHON}
ENV PATH=/opt/wirelake/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    AIRFLOW_HOME=/opt/airflow
RUN useradd --uid 50000 --create-home --home-dir /opt/airflow airflow \
    && install --directory --owner=airflow /opt/airflow/logs /opt/airflow/auth /lake
COPY requirements.lock /opt/wirelake/
RUN python -m venv /opt/wirelake/venv \
    && pip install --no-cache-dir --no-deps --require-hashes -r /opt/wirelake/requirements.lock
COPY --from=wheel /dist /opt/wirelake/dist
RUN pip install --no-cache-dir --no-deps --no-index /opt/wirelake/dist/*.whl && rm -r /opt/wirelake/dist
COPY dags /opt/wirelake/dags
COPY plugins /opt/wirelake/plugins
USER airflow
WORKDIR /opt/airflow
CMD ["airflow", "version"]
