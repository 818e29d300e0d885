//! Runs the built worker on workerd: in place of this process, or beside it until dropped.

use std::convert::Infallible;
use std::ffi::OsString;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, process, thread};

use crate::error::{Error, Result};
use crate::http::status;
use crate::{artefacts, setup};

/// How long a start may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// The worker's settings and what they are when unset.
const DEFAULTS: [(&str, &str); 3] = [
    ("RATE_LIMIT", "120"),
    ("HOLD_BURSTS", "on"),
    ("PAUSE_UNREAD_DAYS", "0"),
];

/// How to run it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The program.
    pub workerd: PathBuf,
    /// Its configuration.
    pub config: PathBuf,
    /// The port, on the loopback address only: what faces the world is a proxy that ends TLS.
    pub port: u16,
    /// The folders that its configuration reads, by their names there.
    pub folders: Vec<(&'static str, PathBuf)>,
    /// Further arguments, such as the addresses of its configuration's other sockets.
    pub arguments: Vec<String>,
    /// The folder for the data; made when absent.
    pub data: PathBuf,
    /// Environment variables above this process's own.
    pub environment: Vec<(OsString, OsString)>,
    /// The file to whose end it writes what it has to say; else it says that to whoever started it.
    pub log: Option<PathBuf>,
}

impl Settings {
    /// The worker of this repository, built before, with a key.
    ///
    /// # Errors
    /// When it is not built or the machine not set up; the error names the remedy.
    pub fn of_this_repository(port: u16, data: &Path, admin_key: &str) -> Result<Self> {
        let root = setup::root();
        if !artefacts::are_built(&root) {
            return Err(Error::missing("dist/worker", "cargo xtask build"));
        }
        let own = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let mut environment = vec![("ADMIN_KEY".into(), admin_key.into())];
        environment.extend(
            DEFAULTS.map(|(name, value)| (name.into(), own(name).unwrap_or_else(|| value.into()))),
        );
        Ok(Self {
            workerd: setup::installed_workerd(&root)?,
            config: root.join("deploy/workerd.capnp"),
            folders: vec![("widget", root.join("dist/widget"))],
            port,
            arguments: Vec::new(),
            log: None,
            data: data.to_owned(),
            environment,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn command(&self) -> Result<Command> {
        fs::create_dir_all(&self.data).map_err(Error::file(&self.data))?;
        let data = fs::canonicalize(&self.data).map_err(Error::file(&self.data))?;
        let mut command = Command::new(&self.workerd);
        command
            .arg("serve")
            .arg(&self.config)
            .arg(format!("--socket-addr=http=127.0.0.1:{}", self.port))
            .arg(format!("--directory-path=data={}", data.display()))
            .args(
                self.folders
                    .iter()
                    .map(|(name, path)| format!("--directory-path={name}={}", path.display())),
            )
            .args(&self.arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        Ok(command)
    }
}

/// Becomes workerd, so that every signal to this process meets the one that holds the data.
///
/// # Errors
/// When it cannot start.
pub fn become_workerd(settings: &Settings) -> Result<Infallible> {
    let mut command = settings.command()?;
    Err(Error::File {
        path: settings.workerd.clone(),
        source: command.exec(),
    })
}

/// A workerd that runs until this is dropped.
#[derive(Debug)]
pub struct Workerd(Child);

impl Workerd {
    /// Its process.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.0.id()
    }

    /// Starts it and waits until its storage answers.
    ///
    /// # Errors
    /// When it ends at once or does not get ready.
    pub fn start(settings: &Settings) -> Result<Self> {
        Self::start_until(settings, "/v1/health")
    }

    /// Starts it and waits until a path answers with 200.
    ///
    /// # Errors
    /// When it ends at once or does not get ready.
    pub fn start_until(settings: &Settings, path: &str) -> Result<Self> {
        let program = Error::file(&settings.workerd);
        let mut command = settings.command()?;
        if let Some(log) = &settings.log {
            let file = || fs::File::options().append(true).open(log);
            command.stdout(file().map_err(Error::file(log))?);
            command.stderr(file().map_err(Error::file(log))?);
        }
        let mut workerd = Self(command.stdin(Stdio::null()).spawn().map_err(program)?);
        let url = format!("{}{path}", settings.origin());
        let start = Instant::now();
        while status(&url) != Some(200) {
            if let Ok(Some(end)) = workerd.0.try_wait() {
                let port = settings.port;
                return Err(Error::Server(format!(
                    "workerd ended ({end}); is something else on port {port}?"
                )));
            }
            if start.elapsed() > PATIENCE {
                return Err(Error::Server(format!(
                    "{url} did not answer with 200 within {PATIENCE:?}"
                )));
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(workerd)
    }

    /// The process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Workerd {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port where nothing listens now. It lies below those that the system hands to outgoing connections, so that a
/// server can be stopped and come back on it.
#[must_use]
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(process::id() % 12_000).unwrap_or(0);
    loop {
        let port = 20_000 + first.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
