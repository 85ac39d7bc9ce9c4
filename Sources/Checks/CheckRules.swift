package import Findings

/// The checks as reports describe them.
package enum CheckRules {
  /// One entry for each check.
  package static let all: [Report.Check] = HomeRules.all + PracticeCheck.rules + repository

  private static let repository: [Report.Check] = [
    Report.Check(
      id: IgnoreCheck.id, name: "Key file that no .gitignore covers",
      summary: "A name under which Vast.ai users keep keys is not ignored: "
        + "'git add .' would take such a file.",
      remedy: "Add the name to .gitignore, so that everybody who clones the repository is "
        + "protected."),
    Report.Check(
      id: ModeCheck.id, name: "Key file that others can read",
      summary: "A file that keeps a key can be read by other users of the machine; "
        + "Vast.ai's client creates its key file so.",
      remedy: "Take the rights from all but the owner: chmod 600 FILE."),
    Report.Check(
      id: "suppression-unused", name: "Suppression that silences nothing",
      summary: "A line of a file of suppressions is for nothing that is there any more.",
      remedy: "Take the line out, so that it can't silence what comes later."),
    Report.Check(
      id: "suppression-expired", name: "Suppression that is over",
      summary: "The last day of a line of a file of suppressions is over: what it silenced is "
        + "reported again.",
      remedy: "Mend what it was for, or give the line a later day, knowingly."),
    Report.Check(
      id: TrackedCheck.id, name: "Key file that git tracks although it is ignored",
      summary: "An ignore rule has no effect on files that git tracks already (gitignore(5)): each "
        + "change of the key gets into a commit.",
      remedy: "Take it out of the index and leave the file: git rm --cached FILE."),
    Report.Check(
      id: PackCheck.id, name: "Key file that a tool packs with its folder",
      summary: "What a tool packs it takes from the folder and not from git: an ignored key file "
        + "gets into an image, a package or an upload, unless the tool's own ignore file names it "
        + "(docs.docker.com, .dockerignore; docs.npmjs.com, files).",
      remedy: "Name the file in the tool's ignore file."),
    Report.Check(
      id: SharedKeyCheck.id, name: "One key for several environments",
      summary: "Use one key for each environment and application (Vast.ai's guide to API keys): a "
        + "reset has no overlap, and breaks all that use the key at once.",
      remedy: "Make a key of its own for each, at https://cloud.vast.ai/manage-keys/."),
  ]
}
