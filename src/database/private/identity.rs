//! As whom the private server runs (systemkonto): PostgreSQL refuses to be root.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// How a child process is kept from being root, and taken along when this program ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// An ordinary user starts it as it is.
    Own,
    /// Root, seen as `nobody` from inside: files stay root's, so folders closed to others are no hindrance.
    Namespace,
    /// Root steps down to this user and group, where user namespaces are forbidden or the files are theirs.
    Other { uid: u32, gid: u32 },
}

impl Identity {
    /// Whom to run as, best first.
    pub(super) fn choices() -> Result<Vec<Self>> {
        if fs::metadata("/proc/self").context("read /proc/self")?.uid() != 0 {
            return Ok(vec![Self::Own]);
        }
        let mut choices = Vec::new();
        if succeeds(Self::Namespace.command(Path::new("true"))) {
            choices.push(Self::Namespace);
        }
        let users = fs::read_to_string("/etc/passwd").context("read /etc/passwd")?;
        choices.extend(["postgres", "nobody"].iter().find_map(|name| user(&users, name)));
        Ok(choices)
    }

    /// The user whose `folder` it is, unless that is root.
    pub(super) fn owner_of(folder: &Path) -> Result<Option<Self>> {
        let owner =
            fs::metadata(folder).with_context(|| format!("look at {}", folder.display()))?;
        Ok((owner.uid() != 0).then(|| Self::Other { uid: owner.uid(), gid: owner.gid() }))
    }

    /// A command run as this identity, ended by SIGINT when the thread that starts it ends. `setpriv` comes last
    /// in the chain: changing user clears the signal.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = match self {
            Self::Namespace => {
                let mut command = Command::new("unshare");
                command.args(["--user", "--map-user=65534", "--map-group=65534", "setpriv"]);
                command
            }
            Self::Own | Self::Other { .. } => Command::new("setpriv"),
        };
        if let Self::Other { uid, gid } = *self {
            command.uid(uid).gid(gid);
        }
        command.args(["--pdeathsig", "INT"]).arg(program);
        command.current_dir("/").env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
        command
    }

    /// Whether this identity can work in `folder`.
    pub(super) fn reaches(&self, folder: &Path) -> bool {
        let mut test = self.command(Path::new("test"));
        test.arg("-w").arg(folder).arg("-a").arg("-x").arg(folder);
        succeeds(test)
    }

    /// PostgreSQL runs only on a cluster whose files are its own user's.
    pub(super) fn owns(&self, cluster: &Path) -> Result<bool> {
        let owner =
            fs::metadata(cluster).with_context(|| format!("look at {}", cluster.display()))?;
        let own = match *self {
            Self::Own => fs::metadata("/proc/self").context("read /proc/self")?.uid(),
            Self::Namespace => 0,
            Self::Other { uid, .. } => uid,
        };
        Ok(owner.uid() == own)
    }

    pub(super) fn take(&self, folder: &Path) -> Result<()> {
        if let Self::Other { uid, gid } = *self {
            let taken = chown(folder, Some(uid), Some(gid));
            taken.with_context(|| format!("give {} to user {uid}", folder.display()))?;
        }
        Ok(())
    }
}

fn succeeds(mut command: Command) -> bool {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

fn user(users: &str, name: &str) -> Option<Identity> {
    let fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let line = fields.into_iter().find(|fields| fields.first() == Some(&name))?;
    Some(Identity::Other { uid: line.get(2)?.parse().ok()?, gid: line.get(3)?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_its_whole_name() {
        let users =
            "postgresql:x:7:7::/:\npostgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash\n";

        assert_eq!(user(users, "postgres"), Some(Identity::Other { uid: 101, gid: 104 }));
        assert_eq!(user(users, "nobody"), None);
    }
}
