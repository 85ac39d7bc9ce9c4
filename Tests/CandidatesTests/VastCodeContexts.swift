import Testing

/// Programs and what they print.
@Suite struct VastCodeContexts {
  @Test(arguments: assignments + clients + notebooks + dumps)
  func `a key in code is found`(context: VastContext) throws {
    let (text, expected) = context.filled()
    #expect(try findWithEmbeddedRules(text, path: context.path) == expected)
    #expect(try findWithEmbeddedRules(text, path: nil).filter(expected.contains) == expected)
  }

  static let assignments = [
    "VAST_API_KEY = \"{key}\"",
    "VAST_API_KEY: str = '{key}'",
    "VAST_API_KEY: Final[str] = '{key}'",
    "vast_api_key: Optional[str] = \"{key}\"",
    "vast_api_key: str | None = \"{key}\"",
    "vast_api_key: SecretStr = SecretStr(\"{key}\")",
    "vast_api_key: str = Field(default=\"{key}\")",
    "self.vast_api_key = \"{key}\"",
    "os.environ[\"VAST_API_KEY\"] = \"{key}\"",
    "os.environ['VAST_API_KEY']='{key}'",
    "os.environ.setdefault(\"VAST_API_KEY\", \"{key}\")",
    "os.environ.get('VAST_API_KEY', '{key}')",
    "os.getenv(\"VAST_API_KEY\", \"{key}\")",
    "os.getenv(\"VAST_API_KEY\") or \"{key}\"",
    "os.environ.update({\"VAST_API_KEY\": \"{key}\"})",
    "os.putenv('VAST_API_KEY', b'{key}')",
    "monkeypatch.setenv(\"VAST_API_KEY\", \"{key}\")",
    "parser.add_argument(\"--vast-api-key\", default=\"{key}\")",
    "config(\"VAST_API_KEY\", default=\"{key}\")",
    "process.env.VAST_API_KEY || '{key}'",
    "process.env.VAST_API_KEY ?? \"{key}\"",
    "process.env['VAST_API_KEY'] = `{key}`",
    "const vastApiKey = '{key}';",
    "const VAST_API_KEY: string | undefined = \"{key}\"",
    "export const config = { vastApiKey: '{key}' }",
    "env: { VAST_API_KEY: '{key}' },",
    "std::env::var(\"VAST_API_KEY\").unwrap_or(\"{key}\".to_string())",
    "std::env::var(\"VAST_API_KEY\").unwrap_or_else(|_| \"{key}\".into())",
    "const VAST_API_KEY: &str = \"{key}\";",
    "os.Setenv(\"VAST_API_KEY\", \"{key}\")",
    "const vastAPIKey = \"{key}\"",
    "var vastKey string = \"{key}\"",
    "System.setProperty(\"vast.api.key\", \"{key}\");",
    "private static final String VAST_API_KEY = \"{key}\";",
    "buildConfigField(\"String\", \"VAST_API_KEY\", \"\\\"{key}\\\"\")",
    "@Value(\"${vast.api.key:{key}}\")",
    "Environment.SetEnvironmentVariable(\"VAST_API_KEY\", \"{key}\");",
    "String.fromEnvironment('VAST_API_KEY', defaultValue: '{key}')",
    "define('VAST_API_KEY', '{key}');",
    "getenv('VAST_API_KEY') ?: '{key}'",
    "'vast_api_key' => env('VAST_API_KEY', '{key}'),",
    "ENV.fetch(\"VAST_API_KEY\") { \"{key}\" }",
    "ENV['VAST_API_KEY'] ||= '{key}'",
    "System.put_env(\"VAST_API_KEY\", \"{key}\")",
    "Sys.setenv(VAST_API_KEY = \"{key}\")",
    "#define VAST_API_KEY \"{key}\"",
    "<code>VAST_API_KEY=&#34;{key}&#34;</code>",
    "VAST_API_KEY=&quot;{key}&quot;",
    "VAST_API_KEY\\u003d{key}",
    "| `VAST_API_KEY` | `{key}` |",
    "**Vast API key:** `{key}`",
    "My Vast.ai API key is {key}.",
    "# vast ssh_key and vast api key\nVAST_API_KEY={key}",
    "# Vast.ai token (not a hash)\nVAST_API_KEY={key}",
  ].map { VastContext("vast-key-assignment", $0) }

  static let clients = [
    "VastAI(api_key=\"{key}\")",
    "VastAI(\"{key}\")",
    "VastAI(\n    api_key=\"{key}\",\n)",
    "vast = VastAI(server_url=\"https://console.vast.ai\", api_key='{key}', raw=True)",
    "from vastai import SyncClient\n\nclient = SyncClient(api_key=\"{key}\")",
    "from vastai import AsyncClient\n\nclient = AsyncClient(api_key=\"{key}\")",
    "from vastai import Serverless\n\n\nclient = Serverless(\"{key}\")",
    "import vastai\nclient = vastai.Serverless(api_key=\"{key}\")",
    "from vastai import Deployment\napp = Deployment(name=\"a\", api_key=\"{key}\")",
    "VastClient('{key}')",
    "new VastClient({ apiKey: '{key}' })",
    "const vast = new VastAI('{key}');",
    "vast_client(\"{key}\")",
    "VastSDK(api_key=f\"{key}\")",
  ].map { VastContext("vast-key-sdk", $0) }

  static let notebooks = [
    ("vast-key-command-line", "\"source\": [\n  \"!vastai set api-key {key}\\n\",\n  \"x\"\n]"),
    ("vast-key-command-line", "\"source\": [\"!vastai show user --api-key \\\"{key}\\\"\"]"),
    ("vast-key-assignment", "\"os.environ[\\\"VAST_API_KEY\\\"] = \\\"{key}\\\"\\n\","),
    ("vast-key-assignment", "\"%env VAST_API_KEY={key}\\n\""),
    ("vast-key-assignment", "\"source\": \"VAST_API_KEY = '{key}'\\nprint(1)\""),
    ("vast-key-sdk", "\"sdk = VastAI(api_key=\\\"{key}\\\")\\n\","),
    (
      "vast-instance-key",
      "\"text\": [\"Started. {'success': True, 'instance_api_key': '{key}'}\\n\"]"
    ),
  ].map { VastContext($0, $1, path: "a.ipynb") }

  static let dumps = [
    (
      "vast-instance-key",
      "{\"success\": true, \"new_contract\": 1, \"instance_api_key\": \"{key}\"}"
    ),
    ("vast-instance-key", "{'success': True, 'new_contract': 1, 'instance_api_key': '{key}'}"),
    ("vast-key-in-setting", "keys = {'vast': '{key}', 'runpod': 'rpa_x'}"),
    ("vast-instance-key", "CONTAINER_API_KEY={key}\nCONTAINER_ID=1\n"),
    ("vast-instance-key", "export CONTAINER_API_KEY=\"{key}\""),
    ("vast-instance-key", "PATH=/bin\0CONTAINER_API_KEY={key}\0HOME=/root"),
    ("vast-instance-token", "\"jupyter_token\": \"{key}\","),
    ("vast-instance-token", "'jupyter_token': '{key}'"),
    ("vast-instance-token", "JUPYTER_TOKEN={key}"),
    ("vast-instance-token", "OPEN_BUTTON_TOKEN={key}"),
    ("vast-instance-token", "export OPEN_BUTTON_TOKEN=\"{key}\""),
    (
      "vast-key-in-context",
      "[{\"id\": 7, \"endpoint_name\": \"a\", \"cold_mult\": 2.5, \"api_key\": \"{key}\"}]"
    ),
    (
      "vast-key-in-context",
      "POST https://run.vast.ai/route/\n{\"endpoint\": \"a\", \"api_key\": \"{key}\", \"cost\": 1}"
    ),
    (
      "vast-key-in-context",
      "$ vastai create api-key --name ci\n{'success': True, 'id': 7, 'key': '{key}'}"
    ),
    (
      "vast-key-in-context",
      "PUT /api/v0/subaccounts/regenerate_keys/ vast.ai\n{\"derived_key\": \"{key}\"}"
    ),
    (
      "vast-key-in-program",
      "API_KEY = '{key}'\n" + String(repeating: "#\n", count: 90) + "url='https://console.vast.ai'"
    ),
    (
      "vast-session-key",
      "POST https://console.vast.ai/api/v0/tfa/\n{\"success\": true, \"session_key\": \"{key}\"}"
    ),
  ].map { VastContext($0, $1) }
}
