import CSystem
import Containment
import FoundationEssentials
import Glibc
import KeyRequests
import VastAI

/// The one program with a network client: asks Vast.ai about keys, and closes those that leaked.
///
/// It is run by `vastguard verify` and `vastguard reset`: the request, with the keys in it, comes on
/// standard input, and the answer goes to descriptor 3.
@main
enum VastguardKeys {
  private static let version = "0.1.0"
  private static let answerDescriptor: Int32 = 3
  private static let largestRequest = 64 << 20

  static func main() {
    Stop.listen()
    // Where the system can't do this, nothing else keeps the memory from others: go no further.
    guard vg_hide_memory() == 0, fcntl(answerDescriptor, F_SETFD, FD_CLOEXEC) == 0,
      let request = request(), request.form == KeysRequest.currentForm,
      let server = try? ServerAddress(request.server)
    else {
      Voice(descriptor: STDERR_FILENO, secrets: [])
        .note("vastguard-keys is run by vastguard verify and vastguard reset of the same version")
      exit(Status.usage)
    }
    vg_end_with_parent(SIGTERM)
    guard getppid() == request.parent else { exit(Status.usage) }
    let environment = ProcessInfo.processInfo.environment
    StartEnvironment.keep()
    prepareEnvironment(for: server)
    exit(run(request, server, environment))
  }

  private static func run(
    _ request: KeysRequest, _ server: ServerAddress, _ environment: [String: String]
  ) -> Int32 {
    let voice = Voice(
      descriptor: request.speaksOnStandardError ? STDERR_FILENO : STDOUT_FILENO,
      secrets: request.keys.map(\.value))
    let spacing = spacing(for: server, environment)
    let client = Client(
      WebExchange(server: server, userAgent: "vastguard/\(version)"),
      timeout: timeout(request, server, environment),
      waiting: Client.Waiting(
        now: { Stop.now }, sleep: { Stop.sleep($0) }, isInterrupted: { Stop.signalNumber != nil }),
      spacing: spacing)
    var run = KeyRun(request, client: client, voice: voice, environment: environment)
    let status = run.run()
    if let answer = try? run.answer.encoded() {
      _ = unsafe answer.withUnsafeBytes {
        unsafe write(answerDescriptor, $0.baseAddress, $0.count)
      }
    }
    return status
  }

  /// The documented time between calls; for a server on this machine, which is a test's, a variable
  /// may say less.
  private static func spacing(
    for server: ServerAddress, _ environment: [String: String]
  ) -> (Double) -> Double {
    guard server.isLoopback, let text = environment["VASTGUARD_CALL_SPACING"],
      let seconds = Double(text), (0...60).contains(seconds)
    else { return { $0 } }
    return { min($0, seconds) }
  }

  /// The seconds for one call; for a server on this machine a variable may say milliseconds.
  private static func timeout(
    _ request: KeysRequest, _ server: ServerAddress, _ environment: [String: String]
  ) -> Double {
    guard server.isLoopback, let text = environment["VASTGUARD_CALL_TIMEOUT"],
      let milliseconds = Double(text), (1...120_000).contains(milliseconds)
    else { return request.options.timeout }
    return milliseconds / 1000
  }

  /// Takes out of the environment what would have the network library go elsewhere, or tell others.
  ///
  /// Those are proxies for this machine or for plain http, switches by which Foundation writes headers
  /// to standard error or trusts any certificate, and libcurl the keys of connections to a file.
  /// Folders for caches and cookies, which Foundation makes even where it is to use none, are put
  /// where nothing can be made.
  private static func prepareEnvironment(for server: ServerAddress) {
    var names = [
      "SSLKEYLOGFILE", "URLSessionDebug", "URLSessionDebugLibcurl",
      "URLSessionCertificateAuthorityInfoFile", "http_proxy", "HTTP_PROXY",
    ]
    if server.isLoopback {
      names += ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
      unsafe setenv("no_proxy", "*", 1)
    }
    for name in names { unsafe unsetenv(name) }
    for name in ["XDG_CACHE_HOME", "XDG_DATA_HOME"] { unsafe setenv(name, "/dev/null/none", 1) }
  }

  /// Reads standard input to its end.
  private static func request() -> KeysRequest? {
    var bytes: [UInt8] = []
    var chunk: [UInt8] = .init(repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(STDIN_FILENO, &chunk, chunk.count)
      if count < 0, errno == EINTR, Stop.signalNumber == nil { continue }
      guard count >= 0, bytes.count + count <= largestRequest else { return nil }
      if count == 0 { return try? KeysRequest(decoding: bytes) }
      bytes += chunk[..<count]
    }
  }
}
