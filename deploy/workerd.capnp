# The worker on a machine of one's own, without a Cloudflare account:
#
#   ADMIN_KEY=... RATE_LIMIT=120 HOLD_BURSTS=on PAUSE_UNREAD_DAYS=0 workerd serve deploy/workerd.capnp \
#     --socket-addr=http=127.0.0.1:8787 --directory-path=data=/var/lib/journey-feedback \
#     --directory-path=widget=dist/widget
#
# The keys of the Durable Object namespaces name the folders of the data: they never change.

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "answer", worker = .answer),
    (name = "dashboard", worker = .dashboard),
    # Where the dashboard finds the organisation's OpenID provider: that may be inside the organisation.
    (name = "provider", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
    (name = "data", disk = (writable = true)),
    (name = "widget", disk = (writable = false)),
    (name = "internet", network = .internet),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "worker")],
);

# Where webhooks go: public addresses alone, whatever a name leads to, and only to hosts whose certificates hold.
const internet :Workerd.Network = (allow = ["public"], tlsOptions = (trustBrowserCas = true));

const worker :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "../dist/worker/index.js"),
    (name = "./index_bg.wasm", wasm = embed "../dist/worker/index_bg.wasm"),
  ],
  compatibilityDate = "2026-04-01",
  durableObjectNamespaces = [
    (className = "Organisation", uniqueKey = "journey-feedback-organisation", enableSql = true),
    (className = "Journey", uniqueKey = "journey-feedback-journey", enableSql = true),
    (className = "Tally", uniqueKey = "journey-feedback-tally", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "data"),
  globalOutbound = "internet",
  bindings = [
    (name = "ORGANISATION", durableObjectNamespace = "Organisation"),
    (name = "JOURNEY", durableObjectNamespace = "Journey"),
    (name = "TALLY", durableObjectNamespace = "Tally"),
    (name = "ASSETS", service = "widget"),
    (name = "ANSWER", service = "answer"),
    (name = "DASHBOARD", service = "dashboard"),
    (name = "ADMIN_KEY", fromEnvironment = "ADMIN_KEY"),
    (name = "RATE_LIMIT", fromEnvironment = "RATE_LIMIT"),
    (name = "JURISDICTION", fromEnvironment = "JURISDICTION"),
    (name = "HOLD_BURSTS", fromEnvironment = "HOLD_BURSTS"),
    (name = "PAUSE_UNREAD_DAYS", fromEnvironment = "PAUSE_UNREAD_DAYS"),
  ],
);

const answer :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "../dist/answer/index.js"),
    (name = "./index_bg.wasm", wasm = embed "../dist/answer/index_bg.wasm"),
  ],
  compatibilityDate = "2026-04-01",
  globalOutbound = "internet",
  bindings = [
    (name = "ORGANISATION", durableObjectNamespace = (className = "Organisation", serviceName = "worker")),
    (name = "JOURNEY", durableObjectNamespace = (className = "Journey", serviceName = "worker")),
    (name = "TALLY", durableObjectNamespace = (className = "Tally", serviceName = "worker")),
    (name = "ADMIN_KEY", fromEnvironment = "ADMIN_KEY"),
    (name = "RATE_LIMIT", fromEnvironment = "RATE_LIMIT"),
    (name = "JURISDICTION", fromEnvironment = "JURISDICTION"),
    (name = "SECURITY_CONTACT", fromEnvironment = "SECURITY_CONTACT"),
    (name = "SECURITY_EXPIRES", fromEnvironment = "SECURITY_EXPIRES"),
  ],
);

const dashboard :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "../dist/dashboard/index.js"),
    (name = "./index_bg.wasm", wasm = embed "../dist/dashboard/index_bg.wasm"),
  ],
  compatibilityDate = "2026-04-01",
  globalOutbound = "provider",
  bindings = [
    (name = "ORGANISATION", durableObjectNamespace = (className = "Organisation", serviceName = "worker")),
    (name = "JOURNEY", durableObjectNamespace = (className = "Journey", serviceName = "worker")),
    (name = "TALLY", durableObjectNamespace = (className = "Tally", serviceName = "worker")),
    (name = "ADMIN_KEY", fromEnvironment = "ADMIN_KEY"),
    (name = "RATE_LIMIT", fromEnvironment = "RATE_LIMIT"),
    (name = "JURISDICTION", fromEnvironment = "JURISDICTION"),
    (name = "PAUSE_UNREAD_DAYS", fromEnvironment = "PAUSE_UNREAD_DAYS"),
    (name = "OIDC_ISSUER", fromEnvironment = "OIDC_ISSUER"),
    (name = "OIDC_CLIENT_ID", fromEnvironment = "OIDC_CLIENT_ID"),
    (name = "OIDC_CLIENT_SECRET", fromEnvironment = "OIDC_CLIENT_SECRET"),
    (name = "OIDC_REDIRECT_URI", fromEnvironment = "OIDC_REDIRECT_URI"),
    (name = "OIDC_SCOPE", fromEnvironment = "OIDC_SCOPE"),
    (name = "OIDC_GROUPS_CLAIM", fromEnvironment = "OIDC_GROUPS_CLAIM"),
    (name = "OIDC_ROLES", fromEnvironment = "OIDC_ROLES"),
  ],
);
