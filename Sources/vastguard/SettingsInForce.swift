import Arguments
import Blobs
import Checks
import Findings
import FoundationEssentials
import Git
import Rules
import Settings

/// What configuration files say, the strongest first, and the suppressions in force.
struct SettingsInForce {
  /// A project's file or the one that the command line names, then the user's own.
  private(set) var files: [SettingsFile] = []
  /// The files of suppressions alone.
  private(set) var baselines: [(name: String, file: BaselineFile)] = []
  /// The files of rules that configurations name.
  private(set) var ruleFiles: [(name: String, bytes: [UInt8])] = []
  /// What a file at the project's root said that was not heeded.
  private(set) var notes: [String] = []
  /// Whether only what was accepted before counts.
  private(set) var isAcceptedOnly = false

  /// The user's own file.
  private(set) var userFile: SettingsFile?

  /// Reads the files.
  ///
  /// - Parameters:
  ///   - options: Which files count.
  ///   - suppressions: Which baselines count, and what is trusted.
  ///   - place: Where the project's file is.
  ///   - environment: Where the user's own is.
  /// - Throws: `RuleFileError` where one of them is broken.
  init(
    _ options: SettingsOptions, _ suppressions: SuppressionOptions, place: ProjectPlace,
    environment: [String: String]
  ) throws {
    let user = try Self.userFile(environment)
    let place = place.trusting(suppressions)
    let reader = NamedReader(place)
    if let name = options.file {
      let bytes = try reader.read(name)
      let file = try SettingsFile(bytes: bytes, name: name, owner: .user)
      files.append(file)
      try addRuleFiles(of: file, in: Path(name).parent ?? Path(""))
    } else if !options.noProjectFile, user?.file.projectFile?.value != false {
      try addProject(place)
    }
    userFile = user?.file
    if let (file, folder) = user {
      files.append(file)
      try addRuleFiles(of: file, in: folder)
    }
    isAcceptedOnly = suppressions.noNewSuppressions || place.isAccepted
    for name in baselineNames(suppressions, userFolder: user?.folder) {
      let bytes = try reader.read(name)
      baselines.append((name, try BaselineFile(bytes: bytes, name: name)))
    }
  }

  /// The user's file, `vastguard/config.toml` in the folder of settings, and its folder.
  private static func userFile(
    _ environment: [String: String]
  ) throws -> (file: SettingsFile, folder: Path)? {
    // A relative path is to be ignored, says the XDG base directory specification.
    let base = [environment["XDG_CONFIG_HOME"], environment["HOME"].map { $0 + "/.config" }]
      .compactMap(\.self).first { $0.hasPrefix("/") }
    guard let folder = base.map({ Path($0).appending("vastguard".utf8) }) else { return nil }
    let path = folder.appending("config.toml".utf8)
    guard SettingsReader.exists(path) else { return nil }
    let bytes = try SettingsReader.readNamed(path.text)
    return (try SettingsFile(bytes: bytes, name: path.text, owner: .user), folder)
  }

  private mutating func addProject(_ place: ProjectPlace) throws {
    do {
      guard let files = try place.files(), let bytes = try files.read(ProjectPlace.fileName) else {
        return
      }
      let file = try SettingsFile(bytes: bytes, name: ProjectPlace.fileName, owner: .project)
      for name in file.ruleFiles?.value ?? [] {
        ruleFiles.append((name, try Self.ruleFile(name, of: file, in: files)))
      }
      self.files.append(file)
    } catch {
      // A push that mends the file must not be refused for it; without it nothing is silenced.
      guard place.isAccepted else { throw error }
      ruleFiles = []
      notes.append("\(error); what it silences is not heeded")
    }
  }

  private static func ruleFile(
    _ name: String, of file: SettingsFile, in files: ProjectFiles
  ) throws(RuleFileError) -> [UInt8] {
    func problem(_ text: String) -> RuleFileError {
      RuleFileError(
        file: file.name, line: file.ruleFiles?.line, problem: "'rule_files': '\(name)' \(text)")
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains(where: { $0.isEmpty || $0 == ".." || $0 == "." }) else {
      throw problem("is no path from the project's root")
    }
    guard let bytes = try files.read(name) else { throw problem("does not exist") }
    return bytes
  }

  private mutating func addRuleFiles(
    of file: SettingsFile, in folder: Path
  ) throws(RuleFileError) {
    for name in file.ruleFiles?.value ?? [] {
      let path = name.hasPrefix("/") ? Path(name) : folder.appending(name.utf8)
      ruleFiles.append((path.text, try SettingsReader.readNamed(path.text)))
    }
  }

  private func baselineNames(_ options: SuppressionOptions, userFolder: Path?) -> [String] {
    if !options.baselines.isEmpty { return options.baselines }
    for file in files {
      guard let name = file.baseline?.value else { continue }
      let folder = file.name == files.last?.name ? userFolder : Path(file.name).parent
      return [name.hasPrefix("/") ? name : (folder ?? Path("")).appending(name.utf8).text]
    }
    return []
  }

  /// The strongest file that sets something, with what it says.
  func first<Value>(
    _ key: KeyPath<SettingsFile, SettingsFile.Line<Value>?>
  ) -> (line: SettingsFile.Line<Value>, file: SettingsFile)? {
    for file in files {
      if let line = file[keyPath: key] { return (line, file) }
    }
    return nil
  }
}

/// Reads the files that the command line names; where only what was accepted counts, those in the
/// work tree as they were accepted.
private struct NamedReader {
  private var accepted: (root: Path, files: ProjectFiles)?

  init(_ place: ProjectPlace) {
    guard case .accepted(let opened, _) = place, let root = (try? opened.get())?.workTree,
      let files = try? place.files()
    else { return }
    accepted = (root, files)
  }

  func read(_ name: String) throws(RuleFileError) -> [UInt8] {
    guard let accepted, let path = try? FolderWalk.resolved(Path(name)),
      let root = try? FolderWalk.resolved(accepted.root),
      path.bytes.starts(with: root.bytes + [UInt8(ascii: "/")])
    else { return try SettingsReader.readNamed(name) }
    let inner = Path(bytes: Array(path.bytes[(root.bytes.count + 1)...]))
    guard let bytes = try accepted.files.read(inner.text) else {
      throw RuleFileError(file: name, problem: "it was not there before the change")
    }
    return bytes
  }
}

extension ProjectPlace {
  /// The place under the options' trust.
  fileprivate func trusting(_ options: SuppressionOptions) -> ProjectPlace {
    guard options.noNewSuppressions, case .repository(let opened) = self else { return self }
    return .accepted(opened, nil)
  }
}

extension SettingsInForce {
  /// What is in force for a command that scans nothing.
  init(_ rules: RuleOptions, _ console: Console) throws {
    try self.init(
      rules.settings, SuppressionOptions(), place: .folder, environment: console.environment)
  }
}
