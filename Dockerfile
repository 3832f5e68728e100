# The site, the JSON API and MCP in a container: make wheel && docker build -t iac-crosswalk .
# It runs as a number without a name, and needs nothing but its own files:
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges -p 8001:8001 iac-crosswalk
ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS installed
COPY constraints.txt /tmp/
COPY dist/iac_crosswalk-*.whl /tmp/
RUN python -m venv /opt/iac-crosswalk \
 && sed '/^[a-z]/,$!d; s/ *\\$//; /^ *--hash/d; /^ *#/d' /tmp/constraints.txt > /tmp/versions.txt \
 && /opt/iac-crosswalk/bin/pip install --no-cache-dir --constraint /tmp/versions.txt \
      "$(echo /tmp/iac_crosswalk-*.whl)[serve]" \
 && /opt/iac-crosswalk/bin/python -c "import iac_crosswalk.store.file as f, shutil; \
p = f.default_path(); shutil.copy(p, '/srv/crosswalk.db'); \
shutil.copy(str(p) + '.sha256', '/srv/crosswalk.db.sha256')" \
 && sed -i 's/  .*/  crosswalk.db/' /srv/crosswalk.db.sha256 \
 && rm -r /opt/iac-crosswalk/lib/python*/site-packages/iac_crosswalk/shipped

FROM python:${PYTHON}-slim
COPY --from=installed /opt/iac-crosswalk /opt/iac-crosswalk
COPY --from=installed /srv /srv
ENV PATH=/opt/iac-crosswalk/bin:$PATH \
    IAC_CROSSWALK_DB=/srv/crosswalk.db \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 8001
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", \
  "import urllib.request as r; r.urlopen('http://127.0.0.1:8001/api/v1/ready', timeout=4)"]
CMD ["iac-crosswalk", "serve", "--host", "0.0.0.0", "--port", "8001", "--log-format", "json"]
