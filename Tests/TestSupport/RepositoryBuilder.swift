/// A git repository that a test builds with the real `git`, commit by commit.
///
/// Author and dates are fixed, each command one minute after the one before, so that the same steps
/// give the same ids. It is gone with its folder when nothing refers to it any more.
package final class RepositoryBuilder: Place {
  private let folder: TemporaryFolder
  private let clock: Clock
  package let path: String
  package var home: String { folder.home }

  /// Makes an empty repository; options go to `git init`, such as `--bare`.
  package convenience init(_ options: String...) throws {
    let folder = try TemporaryFolder()
    try folder.write(folder.home + "/.gitconfig", settings)
    self.init(at: folder.path, in: folder, clock: Clock())
    try git(["init", "--quiet"] + options + [path])
  }

  private init(at path: String, in folder: TemporaryFolder, clock: Clock) {
    self.path = path
    self.folder = folder
    self.clock = clock
  }

  // MARK: - Any command

  /// Runs git and returns what it writes, without the last line's end; throws where it fails.
  @discardableResult
  package func git(_ arguments: String...) throws -> String {
    try git(arguments)
  }

  /// Runs git with standard input, and returns what it writes, without the last line's end.
  @discardableResult
  package func git(_ arguments: [String], standardInput: [UInt8] = []) throws -> String {
    let outcome = try attempt(arguments, standardInput: standardInput)
    guard outcome.status == 0 else {
      throw ChildProcessError(
        doing: "git " + arguments.joined(separator: " "), failure: "status \(outcome.status)",
        output: outcome.errors)
    }
    let text = outcome.stdout
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// Runs git, which may fail, and returns all that it left behind.
  package func attempt(_ arguments: String...) throws -> ChildProcess.Outcome {
    try attempt(arguments)
  }

  /// Runs git, which may fail, with standard input and variables added to the environment.
  package func attempt(
    _ arguments: [String], environment more: [String: String] = [:], standardInput: [UInt8] = []
  ) throws -> ChildProcess.Outcome {
    let date = "\(clock.tick()) +0000"
    let dates = ["GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date]
    let variables = environment.merging(dates) { $1 }.merging(more) { $1 }
    return try ChildProcess(
      ["git"] + arguments, in: path, environment: variables, standardInput: standardInput
    ).run()
  }

  // MARK: - History

  /// Commits all that the work tree holds and git does not ignore, and returns the commit's id.
  @discardableResult
  package func commit(_ message: String) throws -> String {
    try git("add", "--all")
    return try commitStaged(message)
  }

  /// Commits what is staged and no more, if anything, and returns the commit's id.
  @discardableResult
  package func commitStaged(_ message: String) throws -> String {
    try git(
      ["commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "--file=-"],
      standardInput: Array(message.utf8))
    return try id(of: "HEAD")
  }

  /// Stages files, ignored ones too.
  package func stage(_ names: String...) throws {
    try git(["add", "--force", "--"] + names)
  }

  /// Makes a branch and leaves HEAD where it is.
  package func branch(_ name: String, at revision: String = "HEAD") throws {
    try git("branch", name, revision)
  }

  package func checkout(_ revision: String) throws {
    try git("checkout", "--quiet", revision)
  }

  /// Merges branches, several at once as an octopus, and returns the merge commit's id.
  @discardableResult
  package func merge(_ branches: String..., message: String = "Merges") throws -> String {
    try git(["merge", "--quiet", "--no-ff", "-m", message] + branches)
    return try id(of: "HEAD")
  }

  /// Makes a tag, an annotated one where there is a message, and returns the id that it names.
  @discardableResult
  package func tag(
    _ name: String, message: String? = nil, at revision: String = "HEAD"
  ) throws -> String {
    let annotation = message.map { ["--annotate", "--cleanup=verbatim", "--message", $0] } ?? []
    try git(["tag"] + annotation + [name, revision])
    return try id(of: "refs/tags/" + name)
  }

  /// Adds a note to a commit.
  package func note(_ text: String, on revision: String = "HEAD") throws {
    try git("notes", "add", "--force", "-m", text, revision)
  }

  /// Puts the changes of tracked files, and untracked files, aside as a stash.
  package func stash(_ message: String = "later") throws {
    try git("stash", "push", "--quiet", "--include-untracked", "--message", message)
  }

  /// Adds another repository as a submodule, and stages it.
  package func submodule(_ other: RepositoryBuilder, at name: String) throws {
    try git("submodule", "--quiet", "add", other.path, name)
  }

  /// The id of the object that a revision names, such as `HEAD`, `main~2` or `HEAD:file`.
  package func id(of revision: String) throws -> String {
    try git("rev-parse", "--verify", "--quiet", revision)
  }

  // MARK: - More repositories

  /// A bare clone, with objects of its own.
  package func bareClone() throws -> RepositoryBuilder {
    try clone("--bare", "--no-hardlinks")
  }

  /// A clone that stops `depth` commits below the branches' ends.
  package func shallowClone(depth: Int) throws -> RepositoryBuilder {
    try clone("--depth=\(depth)", "--no-single-branch")
  }

  /// A clone with options of `git clone`, made as if from another machine.
  package func clone(_ options: String...) throws -> RepositoryBuilder {
    let other = sibling()
    try git(["clone", "--quiet"] + options + ["file://" + path, other.path])
    return other
  }

  /// A linked work tree of this repository, on a new branch.
  package func linkedWorktree(branch: String) throws -> RepositoryBuilder {
    let other = sibling()
    try git("worktree", "add", "--quiet", "-b", branch, other.path)
    return other
  }

  private func sibling() -> RepositoryBuilder {
    RepositoryBuilder(at: "\(folder.root)/\(clock.tick())", in: folder, clock: clock)
  }
}

/// Seconds since 1970, a minute later at each look; shared by a repository and its clones.
private final class Clock {
  private var seconds = 1_700_000_000

  func tick() -> Int {
    seconds += 60
    return seconds
  }
}

/// What git needs to know to work alone, quickly, and the same everywhere.
private let settings = """
  [user]
    name = A Tester
    email = tester@example.invalid
  [init]
    defaultBranch = main
  [core]
    fsync = none
  [gc]
    auto = 0
  [maintenance]
    auto = false
  [advice]
    detachedHead = false
  [protocol "file"]
    allow = always
  [uploadpack]
    allowFilter = true

  """
