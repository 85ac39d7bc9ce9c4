import Foundation
import Responses

/// The template of a hook of its own, as it stands in the project's `hooks` folder.
func hookTemplate() throws -> String { try template("hook") }

/// The templates as they stand in the project's `hooks` folder.
func hookTemplates() throws -> HookTemplates {
  HookTemplates(
    hook: try template("hook"), block: try template("block"), global: try template("global"))
}

private func template(_ name: String) throws -> String {
  let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  return try String(contentsOf: project.appendingPathComponent("hooks/\(name)"), encoding: .utf8)
}
