package import Findings

/// The checks as reports describe them.
package enum CheckRules {
  /// One entry for each check.
  package static let all: [Report.Check] = [
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
  ]
}
