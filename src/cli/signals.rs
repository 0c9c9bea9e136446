//! Asked to stop: the batch is finished, then the program leaves.
//! It never interrupts a transaction or a rename.

use super::Exit;

/// Whether somebody asked to stop, and by which signal.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    #[cfg(unix)]
    asked: std::sync::Arc<std::sync::atomic::AtomicUsize>,
}

impl Stop {
    /// Listens for Ctrl-C and for a service manager's stop.
    #[cfg(unix)]
    pub(super) fn listen() -> Stop {
        use signal_hook::consts::{SIGINT, SIGTERM};
        let asked = std::sync::Arc::default();
        for (signal, code) in [(SIGINT, 130), (SIGTERM, 143)] {
            // Without the handler a signal simply ends the process, which a restart repairs.
            let _ = signal_hook::flag::register_usize(signal, std::sync::Arc::clone(&asked), code);
        }
        Stop { asked }
    }

    /// Elsewhere the process is simply ended, which a restart repairs.
    #[cfg(not(unix))]
    pub(super) fn listen() -> Stop {
        Stop {}
    }

    /// The exit code of the signal that came, if one did.
    pub(super) fn code(&self) -> Option<u8> {
        #[cfg(unix)]
        {
            let code = self.asked.load(std::sync::atomic::Ordering::Relaxed);
            u8::try_from(code).ok().filter(|code| *code != 0)
        }
        #[cfg(not(unix))]
        {
            None
        }
    }

    /// Whether to leave after the batch.
    pub(super) fn asked(&self) -> bool {
        self.code().is_some()
    }

    /// How the command ended, given how it would have.
    pub(super) fn or(&self, exit: Exit) -> Exit {
        self.code().map_or(exit, Exit::Stopped)
    }
}
