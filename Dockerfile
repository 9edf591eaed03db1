FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=1 HITOKOE_HOME=/var/lib/hitokoe
WORKDIR /srv/hitokoe

COPY requirements.lock .
RUN pip install --no-cache-dir --disable-pip-version-check -r requirements.lock

COPY . .
RUN export HITOKOE_LOCAL=1 SECRET_KEY=used-for-set-up-only-and-never-for-serving \
    && python manage.py messages --compile \
    && python manage.py collectstatic --noinput -v 0 \
    && useradd --system --user-group --home-dir "$HITOKOE_HOME" --create-home hitokoe

USER hitokoe
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "outreach.wsgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "2", "--respawn-failed-workers", "--workers-max-rss", "200", "--rss-samples", "2", \
     "--no-access-log", "--log-level", "error"]
