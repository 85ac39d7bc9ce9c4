import Findings

/// The checks of a machine, with why each matters, by whom that is said, and what mends it.
enum HomeRules {
  static let owner = "key-file-owner"
  static let writableFolder = "key-folder-writable"
  static let defaultList = "key-folder-default-acl"
  static let backup = "key-file-backup"
  static let leftover = "key-file-leftover"
  static let session = "session-key-stale"
  static let age = "key-age"
  static let client = "client-puts-key-in-url"
  static let variable = "variable-not-read"
  static let passphrase = "ssh-key-no-passphrase"
  static let hostKeys = "ssh-host-key-unchecked"
  static let knownHosts = "ssh-known-hosts-discarded"
  static let agent = "ssh-agent-forwarded"
  static let identities = "ssh-identities-offered"
  static let leftBehind = "instance-leftover"

  static let all = files + habits

  /// Who says so.
  private static let sources = [
    ModeCheck.id: "chmod(1), acl(5)", owner: "chmod(2)", writableFolder: "rename(2)",
    defaultList: "acl(5)", leftover: "vastai, cli/util.py", session: "docs.vast.ai, Keys",
    age: "Vast.ai's guide to API keys", client: "vast-ai/vast-cli pull request 470",
    variable: "vastai, cli/main.py", passphrase: "ssh-keygen(1)", hostKeys: "ssh_config(5)",
    knownHosts: "ssh_config(5)", agent: "ssh_config(5)", identities: "ssh_config(5)",
    leftBehind: "docs.vast.ai, security FAQ",
  ]

  /// A sentence with the source of what it says.
  static func withSource(_ message: String, _ check: String) -> String {
    guard let source = sources[check], message.hasSuffix(".") else { return message }
    return message.dropLast() + " (\(source))."
  }

  private static let files: [Report.Check] = [
    Report.Check(
      id: owner, name: "Key file of another user",
      summary: "Whoever owns a file can read and change it, whatever its mode (chmod(2)).",
      remedy: "Give the file to the user whose home it is in: chown USER FILE."),
    Report.Check(
      id: writableFolder, name: "Folder of a key file that others can write to",
      summary: "Who can write to a folder can put another file in the place of one in it "
        + "(unlink(2), rename(2)), and so have you use a key of theirs.",
      remedy: "Take that right from all but the owner: chmod go-w FOLDER."),
    Report.Check(
      id: defaultList, name: "Folder that opens new key files to others",
      summary: "A default access list counts in place of the umask for each file that is made in "
        + "the folder (acl(5)): the next key file is open to those that it names.",
      remedy: "Drop the list: setfacl -k FOLDER."),
    Report.Check(
      id: backup, name: "Backup of a key file",
      summary: "A copy that an editor or a person left lives on when the key file is removed, and "
        + "holds a key that works as long as that one (vim's 'swapfile' and 'backup').",
      remedy: "Remove the copy: rm FILE."),
    Report.Check(
      id: leftover, name: "Key file that older clients left",
      summary: "Vast.ai's client copies ~/.vast_api_key to its new place and leaves the old one "
        + "behind, with the mode that it had (source code of vastai, cli/util.py).",
      remedy: "Remove it: rm ~/.vast_api_key."),
    Report.Check(
      id: session, name: "Two-factor session that has ended",
      summary: "A session ends after a week (docs.vast.ai, Keys), but the client prefers its file "
        + "to the key (source code of vastai, cli/main.py), and it may still be accepted.",
      remedy: "Remove the file, and sign in anew when needed: vastai tfa login."),
    Report.Check(
      id: age, name: "Key that was not changed for long",
      summary: "90-day rotation is a reasonable baseline for production (Vast.ai's guide to API "
        + "keys): what leaked unnoticed ends with the key.",
      remedy: "Make another key at https://cloud.vast.ai/manage-keys/, and delete this one."),
  ]

  private static let habits: [Report.Check] = [
    Report.Check(
      id: client, name: "Client that puts the key into URLs",
      summary: "Releases of Vast.ai's client before 1.5.2 append the key to every URL "
        + "(vast-ai/vast-cli pull request 470): error messages, proxies and logs repeat it.",
      remedy: "Install a newer one: pip install --upgrade 'vastai>=1.5.2'."),
    Report.Check(
      id: variable, name: "Key in a variable that the client does not read",
      summary: "Vast.ai's client reads VAST_API_KEY (source code of vastai, cli/main.py); with "
        + "VASTAI_API_KEY alone it works with another key than you mean, or asks for one on the "
        + "command line.",
      remedy: "Rename the variable to VAST_API_KEY."),
    Report.Check(
      id: passphrase, name: "SSH key for Vast.ai without a passphrase",
      summary: "A private key without a passphrase works for whoever copies its file "
        + "(ssh-keygen(1)); Vast.ai's client makes its keys so.",
      remedy: "Give it a passphrase: ssh-keygen -p -f FILE; an agent asks for it once a session."),
    Report.Check(
      id: hostKeys, name: "SSH hosts whose keys are not checked",
      summary: "With StrictHostKeyChecking no, ssh connects to whatever answers, changed host "
        + "keys too (ssh_config(5)).",
      remedy: "Set StrictHostKeyChecking accept-new: a new host is accepted, a changed one is not. "
        + "'vastguard fix' does so in the blocks of vast.ai hosts."),
    Report.Check(
      id: knownHosts, name: "SSH hosts whose keys are forgotten",
      summary: "With UserKnownHostsFile /dev/null each connection is a first one (ssh_config(5)): "
        + "nothing tells a host from one that took its address.",
      remedy: "Remove the setting, or name a file of its own, such as ~/.ssh/known_hosts_vast."),
    Report.Check(
      id: agent, name: "SSH agent forwarded to rented hosts",
      summary:
        "Users who can bypass file permissions on the remote host can use the forwarded agent "
        + "(ssh_config(5), ForwardAgent), and a rented host's operator can.",
      remedy: "Set ForwardAgent no; for a jump, use ProxyJump."),
    Report.Check(
      id: identities, name: "All SSH keys offered to rented hosts",
      summary: "Without IdentitiesOnly ssh offers each key of the agent (ssh_config(5)), and tells "
        + "rented hosts by it who you are elsewhere.",
      remedy: "Add IdentitiesOnly yes and the IdentityFile that is meant to the block."),
    Report.Check(
      id: leftBehind, name: "Secret left on a rented instance",
      summary: "The host's operator is root and can read everything; don't store credentials in "
        + "instances, and wipe data before they are destroyed (docs.vast.ai, security FAQ).",
      remedy: "Remove what 'vastguard fix --instance' lists before the instance is destroyed, and "
        + "reset what must not be used by others."),
  ]
}
