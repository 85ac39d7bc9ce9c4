extension Group {
  /// Settings of editors and of assistants.
  static let editors = Group(
    .plain, "editors and assistants", rounds: 3,
    [
      Form(
        "mcp settings",
        "«f=claude_desktop_config.json|.cursor/mcp.json|.vscode/mcp.json|.mcp.json|mcp.json»",
        #"""
        {
          "mcpServers": {
            "filesystem": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "/tmp"] },
            "vastai": {
              "command": "uvx",
              "args": ["vastai-mcp"],
              "env": {
                "«NAME»": "«key»"
              }
            }
          }
        }
        """#),
      Form(
        "mcp arguments", ".cursor/mcp.json",
        #"""
        {"mcpServers":{"vast":{"command":"vast-mcp","args":["--api-key","«key»","--read-only"]}}}
        """#),
      Form(
        "mcp headers", "opencode.json",
        #"""
        {
          "mcp": {
            "vast-ai": {
              "type": "remote",
              "url": "https://mcp.vast.ai/sse",
              "headers": { "Authorization": "Bearer «key»" }
            }
          }
        }
        """#),
      Form(
        "vs code launch", ".vscode/launch.json",
        #"""
        {
          // Use IntelliSense to learn about possible attributes.
          "version": "0.2.0",
          "configurations": [
            {
              "name": "Python: worker",
              "type": "debugpy",
              "request": "launch",
              "module": "worker",
              "env": {
                "PYTHONPATH": "${workspaceFolder}",
                "«NAME»": "«key»"
              }
            }
          ]
        }
        """#),
      Form(
        "vs code arguments", ".vscode/launch.json",
        #"""
        {"version":"0.2.0","configurations":[{"name":"rent","type":"python","request":"launch","program":"vast.py","args":["--api-key","«key»","search","offers"]}]}
        """#),
      Form(
        "pycharm", ".idea/workspace.xml",
        #"""
        <?xml version="1.0" encoding="UTF-8"?>
        <project version="4">
          <component name="RunManager">
            <configuration name="main" type="PythonConfigurationType" factoryName="Python">
              <option name="INTERPRETER_OPTIONS" value="" />
              <envs>
                <env name="PYTHONUNBUFFERED" value="1" />
                <env name="«NAME»" value="«key»" />
              </envs>
              <option name="SCRIPT_NAME" value="$PROJECT_DIR$/main.py" />
            </configuration>
          </component>
        </project>
        """#),
      Form(
        "claude command", "docs/agents.md",
        #"""
        Register the server once:

            claude mcp add vastai -e «NAME»=«key» -- uvx vastai-mcp
        """#),
      Form(
        "claude settings", ".claude/settings.local.json",
        #"""
        {
          "permissions": {
            "allow": [
              "Bash(git log:*)",
              "Bash(vastai --api-key «key» show instances)",
              "Bash(«NAME2=VAST_API_KEY»=«key2» python rent.py:*)"
            ]
          }
        }
        """#),
      Form(
        "vim script", "home/.vimrc",
        #"""
        set number
        let $«NAME» = '«key»'
        let g:vast_api_key = "«key2»"
        syntax on
        """#),
      Form(
        "emacs", "home/.emacs.d/init.el",
        #"""
        (setq inhibit-startup-screen t)
        (setenv "«NAME»" "«key»")
        (setq vast-api-key "«key2»")
        """#
      ),
      Form(
        "neovim lua", "home/.config/nvim/init.lua",
        #"""
        vim.opt.number = true
        vim.env.«NAME» = "«key»"
        vim.g.mapleader = ' '
        """#),
      Form(
        "tmux", "home/.tmux.conf",
        #"""
        set -g mouse on
        set-environment -g «NAME» "«key»"
        set -g status-bg black
        """#),
      Form(
        "rstudio", "home/.Renviron", "R_LIBS_USER=~/R\n«NAME»=«key»\n"),
      Form(
        "devcontainer", ".devcontainer/devcontainer.json",
        #"""
        {
          "image": "mcr.microsoft.com/devcontainers/python:3.12",
          "remoteEnv": { "«NAME»": "«key»" },
          "postCreateCommand": "pip install vastai"
        }
        """#),
      Form(
        "chat with an assistant", "notes/chat-«date».md",
        #"""
        **«user»**: the vast key doesn't work for me, which one are you using?

        **assistant**: You can set it with `vastai set api-key <key>`.

        **«user»**: ok: «key» is the vast.ai one, try it
        """#),
    ])
}
