import Blobs
import Findings
import Git
import Rules

/// The checks of a machine that are no bytes, each fed with the files that were found.
struct HomeChecks {
  private let scope: HomeAudit.Scope
  private(set) var findings: [Finding] = []
  private var mends: [Path: Mend] = [:]
  private var order: [Path] = []
  /// The folder in whose places the files lie, and who owns it.
  private var home = Path("/")
  private var owner: UInt32 = 0
  private var keyFiles: [HomeFile] = []
  private var folders: Set<Path> = []
  private var variables = VariableCheck()

  init(_ scope: HomeAudit.Scope) {
    self.scope = scope
  }

  /// Says whose places the files that follow are.
  mutating func enter(_ home: Path, owner: UInt32) {
    endHome()
    self.home = home
    self.owner = owner
  }

  mutating func look(at file: HomeFile) {
    switch file.purpose {
    case .key, .session, .codes:
      if file.file.entry.size > 0, file.isKeyFile { keyFile(file) }
    case .ssh: ssh(file)
    case .sshSettings: sshSettings(file)
    case .startup, .system: startup(file)
    case .settings, .trace: break
    }
    if file.holdsSecret, !file.isKeyFile, file.purpose != .ssh { access(file) }
    if scope.isInstance, file.holdsSecret || file.isKeyFile { leftBehind(file) }
  }

  /// Looks for installed clients below a folder.
  mutating func client(in folder: Path, _ search: inout PlaceSearch) {
    for path in ClientCheck.packages(below: folder, &search) {
      guard let finding = ClientCheck.finding(scope.root.outside(path)) else { continue }
      findings.append(finding)
    }
  }

  mutating func environment(_ environment: [String: String]?) {
    if let environment { variables.look(at: environment) }
  }

  /// All findings, and what can be done about them.
  mutating func finish() -> ([Finding], [Mend]) {
    endHome()
    findings += variables.findings
    return (findings, order.compactMap { mends[$0] })
  }

  mutating func add(_ finding: Finding) { findings.append(finding) }

  mutating func add(_ step: Mend.Step, _ path: Path, _ reason: String) {
    // A folder that is a link may lead to what is not the home's.
    if !scope.isInstance, path.isAtOrBelow(home), let home = try? scope.root.find(home),
      let folder = path.parent.flatMap({ try? scope.root.find($0) }), path != self.home
    {
      guard folder.entry.path.isAtOrBelow(home.entry.path) else { return }
    }
    if mends[path] == nil { order.append(path) }
    mends[path] = Mend(root: scope.root, path: path, step: step, reason: reason)
  }
}

// MARK: - Key files

extension HomeChecks {
  private mutating func keyFile(_ file: HomeFile) {
    keyFiles.append(file)
    access(file)
    ownership(file)
    folders(above: file)
    findings += AgeCheck.findings(for: file, now: scope.now)
    if let finding = CopyCheck.backup(file) { findings.append(finding) }
  }

  /// Who else can read the file.
  private mutating func access(_ file: HomeFile) {
    let entry = file.file.entry
    let list = file.file.accessList
    guard entry.mode & 0o077 != 0 || list?.isOpen == true else { return }
    let mode = String(entry.mode & 0o7777, radix: 8)
    var message = "'\(file.name.text)' has mode \(mode): "
    if let grants = list?.grants, !grants.isEmpty {
      let names = grants.map(\.words).joined(separator: ", ")
      message += "its access list lets in \(names)"
      if entry.mode & 0o007 != 0 { message += ", and every user of this machine can open it" }
    } else {
      message +=
        (entry.mode & 0o007 != 0 ? "every user of this machine" : "its group") + " can open it"
    }
    let word = file.name.shellWord
    let isOwn = file.purpose != .system
    let drop = list == nil ? "" : "setfacl -b -- \(word) && "
    findings.append(
      Finding(
        ModeCheck.id, file.holdsSecret ? .medium : .low, message + ".", at: file.name, layer: .mode,
        fix: isOwn ? drop + "chmod 600 \(word)" : "chmod o-rwx \(word)"))
    guard isOwn, home != Path("/") else { return }
    add(.restrict(0o600), file.path, "it holds a key, and others can read it")
    let folder = file.path.parent ?? home
    if [.key, .session].contains(file.purpose), folder != home,
      let found = try? scope.root.find(folder),
      found.entry.mode & 0o077 != 0, found.entry.owner == entry.owner
    {
      add(.restrict(0o700), folder, "it is the folder of a key file")
    }
  }

  private mutating func ownership(_ file: HomeFile) {
    let user = file.file.entry.owner
    guard user != owner, user != 0 else { return }
    findings.append(
      Finding(
        HomeRules.owner, .medium,
        "'\(file.name.text)' belongs to user \(user), not to user \(owner), whose folder holds it.",
        at: file.name, layer: .mode, fix: "chown \(owner) \(file.name.shellWord)"))
  }

  /// The folders from the home to a key file: who can write to one can put another file in its place.
  private mutating func folders(above file: HomeFile) {
    var folder = file.path.parent
    while let current = folder, folders.insert(current).inserted {
      look(atFolder: current, holdsKey: current == file.path.parent && current != home)
      let isInHome = current != home && current.bytes.starts(with: home.bytes)
      folder = isInHome ? current.parent : nil
    }
  }

  private mutating func look(atFolder path: Path, holdsKey: Bool) {
    guard let folder = try? scope.root.find(path), folder.entry.kind == .folder else { return }
    let (entry, name) = (folder.entry, scope.root.outside(path))
    let isSticky = entry.mode & 0o1000 != 0
    let mode = String(entry.mode & 0o7777, radix: 8)
    let grants = (folder.accessList?.grants ?? []).filter { $0.rights & 2 != 0 }
    if !isSticky, entry.mode & 0o022 != 0 || !grants.isEmpty {
      let who =
        grants.isEmpty
        ? (entry.mode & 0o002 != 0 ? "every user of this machine" : "its group")
        : grants.map(\.words).joined(separator: ", ")
      let drop = folder.accessList == nil ? "" : "setfacl -b -- \(name.shellWord) && "
      findings.append(
        Finding(
          HomeRules.writableFolder, .low,
          "'\(name.text)' has mode \(mode): \(who) can write to it, and so put another file in "
            + "the place of a key's.", at: name, layer: .mode,
          fix: drop + (holdsKey ? "chmod 700 " : "chmod go-w ") + name.shellWord))
      add(
        .restrict(holdsKey ? 0o700 : entry.mode & 0o7755), path, "others can write to it")
    }
    if let list = folder.defaultList, list.isOpen {
      findings.append(
        Finding(
          HomeRules.defaultList, .low,
          "'\(name.text)' has a default access list (\(list.text)): key files made in it are open "
            + "to others whatever the umask.", at: name, layer: .mode,
          fix: "setfacl -k -- \(name.shellWord)"))
      add(.restrict(holdsKey ? 0o700 : entry.mode & 0o7755), path, "its default access list")
    }
  }

  private mutating func endHome() {
    findings += CopyCheck.leftovers(among: keyFiles)
    keyFiles = []
  }
}

// MARK: - SSH and shells

extension HomeChecks {
  private mutating func ssh(_ file: HomeFile) {
    guard file.file.entry.size < 1 << 20, let bytes = try? file.file.bytes(limit: 1 << 20),
      let key = SSHPrivateKey(bytes)
    else { return }
    let entry = file.file.entry
    if entry.mode & 0o077 != 0 || file.file.accessList?.isOpen == true {
      access(file.assumingSecret)
    }
    folders(above: file)
    if !key.isEncrypted, isForVast(file) {
      findings.append(
        Finding(
          HomeRules.passphrase, .low,
          "'\(file.name.text)', an SSH key for Vast.ai, has no passphrase: whoever copies the file "
            + "can sign in to the instances.", at: file.name,
          fix: "ssh-keygen -p -f \(file.name.shellWord)"))
    }
    if scope.isInstance, !file.holdsSecret { leftBehind(file) }
  }

  /// Whether the key's name, or its public half, names Vast.ai.
  private func isForVast(_ file: HomeFile) -> Bool {
    if SSHSettings.namesVast(file.lowerName) { return true }
    let half = try? scope.root.find(Path(bytes: file.path.bytes + Array(".pub".utf8)))
    guard let bytes = try? half?.bytes(limit: 1 << 16) else { return false }
    let comment = String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst(2)
    return comment.contains { SSHSettings.namesVast($0.lowercased()) }
  }

  private mutating func sshSettings(_ file: HomeFile) {
    guard let bytes = try? file.file.bytes(limit: 1 << 20) else { return }
    let settings = SSHSettings(bytes)
    findings += settings.findings(at: file.name)
    if !settings.uncheckedLines.isEmpty, file.purpose == .sshSettings, home != Path("/") {
      add(
        .acceptNewHosts(lines: settings.uncheckedLines), file.path,
        "hosts of Vast.ai are not checked")
    }
  }

  private mutating func startup(_ file: HomeFile) {
    guard let bytes = try? file.file.bytes(limit: 1 << 20) else { return }
    variables.look(at: file.name, bytes)
  }

  private mutating func leftBehind(_ file: HomeFile) {
    let isProcess = file.path.bytes.starts(with: "/proc/".utf8)
    findings.append(
      Finding(
        HomeRules.leftBehind, .low,
        "'\(file.name.text)' is left on a rented instance: the host's operator can read it, and so "
          + "may the next tenant.", at: file.name,
        fix: isProcess
          ? "vastai destroy instance $CONTAINER_ID" : "shred -u -- \(file.name.shellWord)"))
    let (order, reason) = Self.step(file)
    // The file itself, where a link led to it.
    if !isProcess {
      add(.erase(order: order), Path(bytes: [0x2F] + file.file.entry.path.bytes), reason)
    }
  }

  private static func step(_ file: HomeFile) -> (order: Int, reason: String) {
    switch file.purpose {
    case .key, .session, .codes: (0, "a key of Vast.ai")
    case .ssh: (1, "a private key")
    case .sshSettings, .settings: (2, "settings that hold a secret")
    case .startup, .system: (3, "what shells and services read, with a secret in it")
    case .trace: (4, "a history or log that holds a secret")
    }
  }
}

extension HomeFile {
  /// The file as one that holds a secret: a private key is one, whatever the rules say.
  var assumingSecret: HomeFile {
    HomeFile(file: file, path: path, name: name, purpose: purpose, holdsSecret: true)
  }
}

extension Path {
  /// Whether a path without links is a folder's, or below it; `.` is the root.
  fileprivate func isAtOrBelow(_ folder: Path) -> Bool {
    self == folder || folder == Path(".")
      || bytes.starts(with: folder.bytes + [UInt8(ascii: "/")])
  }
}
