import PackagePlugin

/// Compiles the files of `rules/` while the package is built, whenever one of them changed.
@main
struct CompileRules: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let rules = ["vast", "others"].map {
      context.package.directoryURL.appending(path: "rules/\($0).toml")
    }
    let output = context.pluginWorkDirectoryURL.appending(path: "CompiledRules.swift")
    return [
      .buildCommand(
        displayName: "Compiling rules",
        executable: try context.tool(named: "compile-rules").url,
        arguments: [output.path()] + rules.map { $0.path() },
        inputFiles: rules, outputFiles: [output])
    ]
  }
}
