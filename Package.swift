// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// One set of rules for every Swift target: a warning is an error, every import is needed,
/// every unsafe expression is marked.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// Also optimized where it is built for tests: they run the program some thousand times.
let productSettings = settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// libdeflate, which takes half of the time of reading a history, is 4 % faster as a part of the
/// program than as a shared library; not every system has it so.
let deflate: [LinkerSetting] = {
  #if arch(x86_64)
    let folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib"]
  #elseif arch(arm64)
    let folders = ["/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"]
  #else
    let folders: [String] = []
  #endif
  let hasArchive = folders.contains { FileManager.default.fileExists(atPath: $0 + "/libdeflate.a") }
  return [.linkedLibrary(hasArchive ? ":libdeflate.a" : "deflate")]
}()

func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], linking libraries: [LinkerSetting] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, swiftSettings: productSettings,
    linkerSettings: libraries)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies + ["TestSupport"], swiftSettings: settings)
}

let package = Package(
  name: "vastguard",
  products: [
    .executable(name: "vastguard", targets: ["vastguard"]),
    .executable(name: "vastguard-keys", targets: ["vastguard-keys"]),
  ],
  targets: [
    // C libraries of the system, and what is written in C for them.
    .systemLibrary(name: "CDeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .target(name: "CArchive"),
    .target(name: "CGit2"),
    .target(name: "CRules"),
    .target(name: "CScan"),
    .target(name: "CSystem"),
    .target(name: "CToml"),

    // What a secret looks like.
    module("PCRE", ["CPCRE2"]),
    module("Rules", ["PCRE", "CToml", "CNettle"]),
    .target(
      name: "BuiltInRules", dependencies: ["Rules", "CRules"], swiftSettings: productSettings,
      plugins: ["CompileRules"]),
    // The rules are read while the package is built, and not at each start.
    .plugin(name: "CompileRules", capability: .buildTool(), dependencies: ["compile-rules"]),
    .executableTarget(name: "compile-rules", dependencies: ["Rules"], swiftSettings: settings),

    // bytes → candidates → findings
    module("Git", ["CGit2", "CNettle"]),
    module("Packs", ["CDeflate", "Git"], linking: deflate),
    module("Blobs", ["Packs", "Git", "CSystem"]),
    module("Candidates", ["Rules", "PCRE", "CScan", "CDeflate"], linking: deflate),
    module("Archives", ["CArchive", "Blobs", "Packs", "Git"]),
    module(
      "Findings", ["Candidates", "BuiltInRules", "Rules", "Archives", "Blobs", "Packs", "Git"]),
    module("Checks", ["Findings", "Rules", "Blobs", "Git"]),

    // What configuration files and baselines say.
    module("Settings", ["Findings", "Rules", "Git"]),

    // findings → reports and responses
    module("Reports", ["Findings", "Rules", "Blobs", "Git"]),
    module("JSON"),
    module("Responses", ["Checks", "Findings", "Rules", "Blobs", "Git", "JSON"]),

    // Leaked keys: asked about and closed, by a program of its own with the only network client.
    module("KeyRequests"),
    module("VastAI", ["KeyRequests", "JSON"]),
    module("Containment", ["KeyRequests", "VastAI", "JSON", "CSystem"]),
    .executableTarget(
      name: "vastguard-keys", dependencies: ["Containment", "KeyRequests", "VastAI", "CSystem"],
      swiftSettings: settings,
      linkerSettings: [.unsafeFlags(["-L", Context.packageDirectory + "/Sources/Linking"])]),

    // The command.
    module("Arguments"),
    .executableTarget(
      name: "vastguard",
      dependencies: [
        "Arguments", "Blobs", "BuiltInRules", "CSystem", "Candidates", "Checks", "Findings", "Git",
        "KeyRequests", "Reports", "Responses", "Rules", "Settings",
      ],
      swiftSettings: settings),

    // Proof that two ways of reading give the same; not shipped.
    .executableTarget(
      name: "verify-packs",
      dependencies: ["Blobs", "BuiltInRules", "Candidates", "Findings", "Git", "Packs", "Rules"],
      path: "Benchmarks/VerifyPacks", swiftSettings: settings),

    // What is found of a labelled corpus, beside other scanners; not shipped.
    .executableTarget(
      name: "accuracy", dependencies: ["Corpus", "TestSupport"], path: "Benchmarks/Accuracy",
      swiftSettings: settings),

    // Tests, each named for what it is about.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .target(
      name: "Corpus", dependencies: ["TestSupport"], path: "Tests/Corpus",
      swiftSettings: settings),
    .target(
      name: "VastServer", dependencies: ["TestSupport"], path: "Tests/VastServer",
      swiftSettings: settings),
    // The tests' Vast.ai server, to be tried by hand; not shipped.
    .executableTarget(
      name: "vast-server", dependencies: ["VastServer"], path: "Tests/VastServerTool",
      swiftSettings: settings),
    .systemLibrary(
      name: "CArchiveWriter", path: "Tests/CArchiveWriter",
      providers: [.apt(["libarchive-dev", "libsqlite3-dev"])]),
    tests("Accuracy", ["Corpus", "vastguard"]),
    tests("Archives", ["Archives", "Blobs", "CArchiveWriter", "Git", "Packs"]),
    tests("Arguments", ["Arguments"]),
    tests("Candidates", ["Candidates", "BuiltInRules", "Rules", "PCRE", "CScan", "CDeflate"]),
    tests("CommandLine", ["vastguard", "vastguard-keys"]),
    tests("Containment", ["Containment", "KeyRequests", "VastAI", "JSON"]),
    tests("Findings", ["Findings", "Candidates", "BuiltInRules", "Rules", "Blobs", "Git"]),
    tests("Git", ["Git"]),
    tests("PCRE", ["PCRE"]),
    tests("Packs", ["Packs", "Git", "CDeflate"]),
    tests("Reports", ["Reports", "Findings", "BuiltInRules", "Rules", "Blobs", "Git"]),
    tests("Responses", ["Responses", "Findings", "Rules", "Blobs", "Git", "JSON"]),
    tests("Rules", ["Rules", "BuiltInRules", "PCRE"]),
    tests("Settings", ["Settings", "Findings", "Rules", "Git"]),
    tests("TestSupport", []),
    tests("VastAI", ["VastAI", "KeyRequests", "JSON"]),
    tests("KeyCommands", ["VastServer", "vastguard"]),
    tests("VastServer", ["VastServer"]),
  ],
  cLanguageStandard: .gnu2x,
  cxxLanguageStandard: .cxx17
)
