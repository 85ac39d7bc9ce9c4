import KeyRequests
import Testing

/// A key is sent to the server that was named, or nowhere.
@Suite struct ServerAddressTests {
  @Test(arguments: [
    "https://console.vast.ai", "https://console.vast.ai/", "https://host.example:8443/prefix",
    "http://127.0.0.1:8080", "http://127.8.9.10", "http://localhost:1", "HTTP://LOCALHOST",
    "http://[::1]:8080",
  ])
  func `takes https, and http for this machine`(text: String) throws {
    _ = try ServerAddress(text)
  }

  @Test(arguments: [
    "http://console.vast.ai", "http://127.0.0.1.example.com", "http://127.1", "http://0x7f000001",
    "http://2130706433", "http://0127.0.0.1", "http://localhost.example.com", "http://[::2]",
    "http://127.0.0.1@example.com", "https://user:word@console.vast.ai",
    "https://console.vast.ai?x=1", "https://console.vast.ai#x", "https://console.vast.ai\\@x",
    "https://", "https:///x", "console.vast.ai", "ftp://127.0.0.1", "file:///etc/passwd", "",
    "https://a b", "https://a\nb", "https://exämple.com", "https://h:0", "https://h:99999",
    "https://h:+1", "https://h:", "https://h/a/../b", "https://h/%2e%2e/", "https://[::1",
    "https://.h", "https://-h", "http://[::1].example.com", "https://h//x",
  ])
  func `refuses what may lead elsewhere`(text: String) {
    #expect(throws: ServerAddress.Problem.self) { try ServerAddress(text) }
  }

  @Test func `leaves out the last slash`() throws {
    #expect(try ServerAddress("https://Console.Vast.ai/").text == "https://console.vast.ai")
  }
}
