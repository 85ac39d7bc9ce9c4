import Testing

/// Requests, answers and the logs of both.
@Suite struct VastNetworkContexts {
  @Test(arguments: addresses + headers)
  func `a key in a request is found`(context: VastContext) throws {
    let (text, expected) = context.filled()
    #expect(try findWithEmbeddedRules(text, path: context.path) == expected)
    #expect(try findWithEmbeddedRules(text, path: nil).filter(expected.contains) == expected)
  }

  static let addresses = [
    "https://console.vast.ai/api/v0/users/current/?api_key={key}",
    "https://cloud.vast.ai/api/v0/instances?owner=me&api_key={key}",
    "https://www.vast.ai/api/v1/instances/?api_key={key}",
    "https://vast.ai/api/v0/machines/?api_key={key}&x=1",
    "HTTPS://CONSOLE.VAST.AI/API/V0/USERS/CURRENT?API_KEY={key}",
    "req_url = \"https://vast.ai/api/v0/instances?owner=me&api_key={key}\"",
    "curl \"https://console.vast.ai/api/v0/instances/1/?api_key={key}\" -X DELETE",
    "429 Client Error: Too Many Requests for url: https://console.vast.ai/api/v0/bundles/?api_key={key}",
    "https://console.vast.ai/api/v0/bundles?q=%7B%22a%22%3A+1%7D&api_key={key}",
    "url=https%3A%2F%2Fconsole.vast.ai%2Fapi%2Fv0%2Finstances%3Fapi_key%3D{key}",
    "https:\\/\\/console.vast.ai\\/api\\/v0\\/users\\/current\\/?api_key={key}",
    "https://console.vast.ai/api/v0/instances/?owner=me&amp;api_key={key}",
    "https://console.vast.ai/api/v0/instances/?owner=me\\u0026api_key={key}",
    "https://console.vast.ai:443/api/v0/users/current?api_key={key}",
    "https://run.vast.ai/route/?endpoint=a&api_key={key}",
    "fetch(`https://console.vast.ai/api/v0/instances/${id}/?api_key={key}`)",
    "host='console.vast.ai', port=443): url: https://console.vast.ai/api/v0/asks/?api_key={key} (x)",
  ].map { VastContext("vast-key-url", $0) }

  static let headers = [
    "curl -H \"Authorization: Bearer {key}\" https://console.vast.ai/api/v0/users/current/",
    "curl -X GET https://console.vast.ai/api/v0/instances/ \\\n  -H 'Authorization: Bearer {key}'",
    "GET /api/v0/instances/ HTTP/1.1\r\nHost: console.vast.ai\r\nAuthorization: Bearer {key}\r\n",
    "url = \"https://console.vast.ai/api/v0/users/current/\"\nheader = \"Authorization: Bearer {key}\"",
    "requests.get('https://console.vast.ai/api/v0/x', headers={'Authorization': 'Bearer {key}'})",
    "{'Accept': 'application/json', 'Authorization': 'Bearer {key}'} https://console.vast.ai/api/v0",
    "fetch(\"https://cloud.vast.ai/api/v0/x\", { headers: { Authorization: `Bearer {key}` } })",
    "\"url\": \"https://console.vast.ai/\",\n{\"name\": \"authorization\", \"value\": \"Bearer {key}\"}",
    "# run.vast.ai\nheaders = {\n  \"Authorization\": \"Bearer \" + \"{key}\"\n}",
    "curl --oauth2-bearer {key} https://console.vast.ai/api/v0/users/current/",
    "http https://console.vast.ai/api/v0/users/current/ 'Authorization:Bearer {key}'",
    "curl -H \"Authorization: Bearer {key}\" \"$VAST_URL/api/v0/instances/\"",
    "VAST_AUTH = \"Bearer {key}\"",
    "console.vast.ai authorization=Bearer%20{key}",
  ].map { VastContext("vast-key-bearer", $0) }
}
