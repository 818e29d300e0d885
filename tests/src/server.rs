//! A workerd with the built worker, on a port and a data folder of its own; killed and its data removed at the end.

use tempfile::TempDir;
use xtask::workerd::{Settings, Workerd, free_port};

use crate::Client;

/// The admin key of every server of the tests.
const ADMIN_KEY: &str = "key-of-the-tests";

/// A running (or killed) server.
pub struct Server {
    settings: Settings,
    running: Option<Workerd>,
    data: TempDir,
}

impl Server {
    /// Starts one without rate limit, and waits until it is ready.
    ///
    /// # Panics
    /// When it cannot start: the message names the remedy.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(&[("RATE_LIMIT", "0")])
    }

    /// Starts one with other settings in its environment, and waits until it is ready.
    ///
    /// # Panics
    /// When it cannot start: the message names the remedy.
    #[must_use]
    pub fn start_with(environment: &[(&str, &str)]) -> Self {
        let mut server = Self::prepare(environment);
        server.restart();
        server
    }

    /// Starts one that writes its log to the end of a file.
    ///
    /// # Panics
    /// When it cannot start: the message names the remedy.
    #[must_use]
    pub fn start_logged(log: &std::path::Path, environment: &[(&str, &str)]) -> Self {
        let mut server = Self::prepare(environment);
        server.settings.log = Some(log.to_owned());
        server.restart();
        server
    }

    /// Starts one by another configuration, named from the root of the repository, with further arguments for workerd.
    ///
    /// # Panics
    /// When it cannot start: the message names the remedy.
    #[must_use]
    pub fn start_by(config: &str, arguments: Vec<String>) -> Self {
        let mut server = Self::prepare(&[("RATE_LIMIT", "0")]);
        server.settings.config = xtask::setup::root().join(config);
        server.settings.arguments = arguments;
        server.restart();
        server
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &std::path::Path {
        self.data.path()
    }

    /// Where it listens, e.g. `http://127.0.0.1:41234`.
    #[must_use]
    pub fn origin(&self) -> String {
        self.settings.origin()
    }

    /// A client without a key.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(&self.origin())
    }

    /// A client with the admin key.
    #[must_use]
    pub fn admin(&self) -> Client {
        self.client().with_key(ADMIN_KEY)
    }

    /// Its process.
    ///
    /// # Panics
    /// When it was killed.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.running.as_ref().expect("a running server").process()
    }

    /// Kills it as a power cut would (SIGKILL), and waits until it is gone.
    pub fn kill_9(&mut self) {
        self.running = None;
    }

    /// Starts it again with other settings.
    ///
    /// # Panics
    /// When it cannot start.
    pub fn restart_with(&mut self, environment: &[(&str, &str)]) {
        let own = environment.iter();
        self.settings
            .environment
            .extend(own.map(|(name, value)| ((*name).into(), (*value).into())));
        self.restart();
    }

    /// Starts it again on the same port and data, and waits until it is ready.
    ///
    /// # Panics
    /// When it cannot start.
    pub fn restart(&mut self) {
        self.kill_9();
        self.running = Some(Workerd::start(&self.settings).unwrap_or_else(|e| panic!("{e}")));
    }

    fn prepare(environment: &[(&str, &str)]) -> Self {
        let data = TempDir::new().expect("a temporary folder");
        let mut settings = Settings::of_this_repository(free_port(), data.path(), ADMIN_KEY)
            .unwrap_or_else(|e| panic!("{e}"));
        settings.environment.extend(
            environment
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into())),
        );
        Self {
            settings,
            running: None,
            data,
        }
    }
}
