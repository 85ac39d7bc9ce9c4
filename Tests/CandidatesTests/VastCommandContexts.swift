import Testing

/// Command lines and shells.
@Suite struct VastCommandContexts {
  @Test(arguments: commands + names + shells + files)
  func `a key on a command line is found`(context: VastContext) throws {
    let (text, expected) = context.filled()
    #expect(try findWithEmbeddedRules(text, path: context.path) == expected)
    #expect(try findWithEmbeddedRules(text, path: nil).filter(expected.contains) == expected)
  }

  static let commands = [
    "vastai set api-key {key}",
    "vast set api-key {key}",
    "./vast set api-key {key}",
    "./vast.py set api-key {key}",
    "python3 vast.py set api-key '{key}'",
    "python -m vastai set api-key {key}",
    "!vastai set api-key {key}",
    "!./vast set api-key \"{key}\"",
    "vastai --api-key \"{key}\" show instances",
    "vastai --api-key={key} show instances",
    "vastai show instances --raw --api-key {key}",
    "vastai show instances --api-key='{key}' | jq .",
    "python vast.py self-test machine 1 --api_key {key}",
    "uvx --from vastai vastai --api-key {key} search offers",
    "pip install vastai && vastai set api-key {key}",
    "RUN pip install vastai && \\\n    vastai set api-key {key}",
    "vastai set api-key \\\n  {key}",
    "vastai search offers 'num_gpus=1' \\\n  --api-key {key} \\\n  --raw",
    ": 1700000000:0;vastai set api-key {key}",
    "- cmd: vastai set api-key {key}\n  when: 1700000000",
    "  512  vastai set api-key {key}",
    "value=\"./vast set api-key {key}\"",
    "subprocess.run([\"vastai\",\"set\",\"api-key\",\"{key}\"])",
    "subprocess.run(['vastai', '--api-key', '{key}', 'show', 'instances'])",
    "os.system(\"vastai set api-key {key}\")",
    "CMD [\"vastai\", \"show\", \"instances\", \"--api-key\", \"{key}\"]",
    "command: [\"vastai\", \"--api-key={key}\"]",
    "    \"!vastai set api-key {key}\\n\",",
    "run: vastai set api-key {key}",
    "onstart='vastai set api-key {key}; vastai destroy instance 1'",
    "ssh root@ssh5.vast.ai -p 12345 \"vastai set api-key {key}\"",
    "args:\n  - vastai\n  - set\n  - api-key\n  - {key}",
  ].map { VastContext("vast-key-command-line", $0) }

  static let names = [
    "VAST_API_KEY", "VASTAI_API_KEY", "VAST_AI_API_KEY", "VASTAI_APIKEY", "VASTAPIKEY",
    "VAST_AI_KEY", "VAST_AI", "VAST_TOKEN", "VAST_HOST_API_KEY", "VAST_KEY",
    "CLOUDPROVIDER_VASTAI_APIKEY", "CCM_VAST_API_KEY", "BOOKFORGE_VAST_API_KEY",
    "SPAR_RUNNER_VAST_KEY", "vastai_apikey", "vast_api_key", "vastai_api_key", "vast.api_key",
    "cloudProvider.vastAI.apiKey", "vastApiKey", "vastAiApiKey", "myVastKey", "VastAPIKey",
    "vast-api-key", "vast-ai-key", "VAST__API_KEY", "VAST_API_KEY_2", "TF_VAR_vast_api_key",
    "VAST_API_TOKEN", "VAST_ACCESS_TOKEN", "VAST_SECRET", "API_KEY_VAST", "KEY_VAST_AI",
    "vast_api_keys",
  ].flatMap { name in
    ["\(name)={key}", "\(name): \"{key}\"", "\"\(name)\": \"{key}\",", "\(name) = '{key}';"]
      .map { VastContext(name == "VAST_AI" ? "vast-key-in-setting" : "vast-key-assignment", $0) }
  }

  static let shells = [
    "export VAST_API_KEY=\"{key}\"",
    "export VAST_API_KEY={key}; vastai show instances",
    "VAST_API_KEY={key} python train.py",
    ": \"${VAST_API_KEY:={key}}\"",
    "VAST_API_KEY=\"${VAST_API_KEY:-{key}}\"",
    "VAST_API_KEY=${VAST_API_KEY-'{key}'}",
    "declare -x VAST_API_KEY=\"{key}\"",
    "read -r VAST_API_KEY <<< \"{key}\"",
    "$env:VAST_API_KEY = \"{key}\"",
    "[Environment]::SetEnvironmentVariable(\"VAST_API_KEY\", \"{key}\", \"User\")",
    "set -x VAST_API_KEY {key}",
    "set -gx VASTAI_API_KEY '{key}'",
    "setx VAST_API_KEY \"{key}\"",
    "set VAST_API_KEY={key}\r\n",
    "setenv VAST_API_KEY {key}",
    "ssh root@1.2.3.4 'export VAST_API_KEY={key} && ./run.sh'",
    "\"onstart\": \"export VAST_API_KEY={key}\\nbash run.sh\"",
    "docker run -e VAST_API_KEY={key} image",
    "docker run --env VASTAI_API_KEY=\"{key}\" image",
    "docker build --build-arg VAST_API_KEY={key} .",
    "vastai create instance 1 --env '-e VAST_API_KEY={key} -e HF_TOKEN=hf_x'",
    "claude mcp add vastai -e VAST_API_KEY={key} -- npx vastai-mcp",
    "gh secret set VAST_API_KEY --body \"{key}\"",
    "gh secret set VAST_API_KEY -b {key}",
    "kubectl create secret generic vast --from-literal=VAST_API_KEY={key}",
    "kubectl create secret generic vast --from-literal=vast-api-key='{key}'",
    "helm install x . --set cloud.vast.apiKey={key}",
    "heroku config:set VAST_API_KEY={key}",
    "fly secrets set VAST_API_KEY={key}",
    "aws ssm put-parameter --name /prod/vast_api_key --value {key}",
    "VAST_API_KEY ?= {key}",
    "VAST_API_KEY := {key}",
    "Environment=\"VAST_API_KEY={key}\"",
    "env VAST_API_KEY={key} vastai show user",
    "vastai_apikey={key},{key},{key}",
    "VAST_API_KEYS=\"{key} {key}\"",
    "VAST_API_KEYS={key};{key}",
    "VAST_KEYS=('{key}' '{key}')",
  ].map { VastContext("vast-key-assignment", $0) }

  static let files = [
    "echo '{key}' > ~/.vast_api_key",
    "echo -n \"{key}\" >> ~/.vast_api_key",
    "echo {key}>~/.vast_api_key",
    "printf '%s' {key} > ~/.config/vastai/vast_api_key",
    "printf \"%s\\n\" \"{key}\" > \"$HOME/.config/vastai/vast_api_key\"",
    "printf '{key}\\n' > /root/.vast_api_key && chmod 600 /root/.vast_api_key",
    "echo \"{key}\" | tee /root/.vast_api_key",
    "echo {key} | sudo tee -a /root/.vast_api_key >/dev/null",
    "RUN mkdir -p /root/.config/vastai && echo \"{key}\" > /root/.config/vastai/vast_api_key",
    "cat > ~/.vast_api_key <<EOF\n{key}\nEOF",
    "cat <<'EOF' > ~/.config/vastai/vast_api_key\n{key}\nEOF",
    "tee ~/.vast_api_key <<< {key}",
    "Set-Content -Path ~/.vast_api_key -Value '{key}'",
    "open('/root/.vast_api_key', 'w').write('{key}')",
    "with open(os.path.expanduser(\"~/.vast_api_key\"), \"w\") as f:\n    f.write(\"{key}\")",
    "Path.home().joinpath('.vast_api_key').write_text('{key}')",
    "(Path.home() / \".config/vastai/vast_api_key\").write_text(\"{key}\\n\")",
    "fs.writeFileSync(`${home}/.vast_api_key`, '{key}')",
    "write_files:\n  - path: /root/.vast_api_key\n    content: {key}",
    "write_files:\n  - content: \"{key}\"\n    path: /root/.vast_api_key",
    "- copy:\n    content: \"{key}\"\n    dest: ~/.config/vastai/vast_api_key",
    "- copy:\n    dest: ~/.config/vastai/vast_api_key\n    content: \"{key}\"",
    "ssh root@1.2.3.4 \"echo {key} > ~/.vast_api_key\"",
  ].map { VastContext("vast-key-written-to-file", $0) }
}
