"""Sends lines of JSON as any other text, which Schemathesis does not do by itself."""

import schemathesis

schemathesis.serializer.alias("application/x-ndjson", "text/plain")
