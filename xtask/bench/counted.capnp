# counted.js on workerd: the worker of deploy/workerd.capnp without its pages, with what Cloudflare bills counted.

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "data", disk = (writable = true)),
    (name = "widget", disk = (writable = false)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "worker")],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "counted.js", esModule = embed "counted.js"),
    (name = "./index.js", esModule = embed "../../dist/worker/index.js"),
    (name = "./index_bg.wasm", wasm = embed "../../dist/worker/index_bg.wasm"),
  ],
  compatibilityDate = "2026-04-01",
  durableObjectNamespaces = [
    (className = "Organisation", uniqueKey = "journey-feedback-organisation", enableSql = true),
    (className = "Journey", uniqueKey = "journey-feedback-journey", enableSql = true),
    (className = "Tally", uniqueKey = "journey-feedback-tally", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "data"),
  bindings = [
    (name = "ORGANISATION", durableObjectNamespace = "Organisation"),
    (name = "JOURNEY", durableObjectNamespace = "Journey"),
    (name = "TALLY", durableObjectNamespace = "Tally"),
    (name = "ASSETS", service = "widget"),
    (name = "ADMIN_KEY", fromEnvironment = "ADMIN_KEY"),
    (name = "RATE_LIMIT", fromEnvironment = "RATE_LIMIT"),
    (name = "HOLD_BURSTS", fromEnvironment = "HOLD_BURSTS"),
    (name = "PAUSE_UNREAD_DAYS", fromEnvironment = "PAUSE_UNREAD_DAYS"),
  ],
);
