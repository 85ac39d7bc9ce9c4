import Foundation

/// The template as it stands in the project's `hooks` folder.
func hookTemplate() throws -> String {
  let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  return try String(contentsOf: project.appendingPathComponent("hooks/hook"), encoding: .utf8)
}
