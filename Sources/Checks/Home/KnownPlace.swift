/// A name under which keys are known to lie on a machine, and what its owner uses it for.
package struct KnownPlace: Sendable {
  /// What a place is for: it decides whether a key may live there.
  package enum Purpose: Sendable {
    /// The client's key file, and copies of it.
    case key
    /// The client's two-factor session.
    case session
    /// Two-factor backup codes.
    case codes
    /// Settings of a program that reads keys from them.
    case settings
    /// What shells read when they start.
    case startup
    /// SSH's folder.
    case ssh
    /// SSH's own settings.
    case sshSettings
    /// What a program wrote by itself: histories, logs. No key belongs there.
    case trace
    /// Settings of the whole machine.
    case system
  }

  /// Parts between slashes; `*` in one stands for anything but a slash, of names in one folder.
  package let pattern: String
  package let purpose: Purpose

  private static func all(_ purpose: Purpose, _ patterns: String) -> [KnownPlace] {
    patterns.split(separator: "\n").map { line in
      KnownPlace(pattern: String(line), purpose: purpose)
    }
  }
}

extension KnownPlace {
  /// Below `$XDG_CONFIG_HOME`.
  static let ofClient =
    all(.session, "vastai/*vast_tfa_key*")
    + all(.key, "vastai/*")

  /// Below a home folder.
  static let ofHome = keys + settings + editors + units + startup + ssh + traces

  private static let keys =
    all(.session, "*vast_tfa_key*")
    + all(
      .key,
      """
      *vast_api_key*
      .vastai/*
      .vast/*
      .vast
      .vastai
      """)
    + all(
      .codes,
      """
      *vastai_backup_codes*
      Downloads/*vastai_backup_codes*
      Desktop/*vastai_backup_codes*
      Documents/*vastai_backup_codes*
      """)

  private static let settings = all(
    .settings,
    """
    .env
    .env.*
    .envrc
    .netrc
    _netrc
    .pgpass
    .my.cnf
    .git-credentials
    .config/git/credentials
    .pypirc
    .npmrc
    .curlrc
    .wgetrc
    .config/gh/hosts.yml
    .config/rclone/rclone.conf
    .aws/credentials
    .s3cfg
    .kaggle/kaggle.json
    .huggingface/token
    .cache/huggingface/token
    .docker/config.json
    .docker/*.env
    .config/containers/auth.json
    .kube/config
    .kube/*.yaml
    docker-compose*.yml
    docker-compose*.yaml
    compose*.yaml
    compose*.yml
    .dstack/config.yml
    .dstack/profiles.yml
    .dstack/server/config.yml
    .sky/*.yaml
    .sky/*.yml
    .terraformrc
    .terraform.d/*
    *.tfstate
    *.tfstate.backup
    *.tfvars
    *.tfvars.json
    .jupyter/*.py
    .jupyter/*.json
    .local/share/jupyter/runtime/*.json
    .ipython/profile_default/*.py
    .ipython/profile_default/startup/*
    .config/vasttools/*
    vast.config
    onstart*.sh
    .onstart*
    onstart
    """)

  private static let editors = all(
    .settings,
    """
    .mcp.json
    .claude.json
    .claude/*.json
    .config/Claude/*.json
    Library/Application Support/Claude/claude_desktop_config.json
    .cursor/*.json
    .codeium/windsurf/*.json
    .continue/config.*
    .codex/config.toml
    .gemini/settings.json
    .kiro/settings/*.json
    .config/opencode/*.json
    .config/goose/*.yaml
    .config/zed/settings.json
    .config/mcp/*.json
    .aider.conf.yml
    .vscode/*.json
    .config/Code/User/*.json
    .config/Code - Insiders/User/*.json
    .config/VSCodium/User/*.json
    .vscode-server/data/Machine/*.json
    .vscode-server/data/User/*.json
    .config/sublime-text/Packages/User/*.sublime-settings
    """)

  private static let units = all(
    .settings,
    """
    .config/systemd/user/*.service
    .config/systemd/user/*.timer
    .config/systemd/user/*.service.d/*.conf
    .config/environment.d/*.conf
    .config/autostart/*.desktop
    .pm2/dump.pm2
    ecosystem.config.js
    ecosystem.config.cjs
    """)

  private static let startup = all(
    .startup,
    """
    .profile
    .bashrc
    .bash_profile
    .bash_login
    .bash_logout
    .bash_aliases
    .bashrc.d/*
    .zshrc
    .zshenv
    .zprofile
    .zlogin
    .zlogout
    .oh-my-zsh/custom/*.zsh
    .kshrc
    .cshrc
    .tcshrc
    .login
    .xonshrc
    .config/fish/*
    .config/fish/conf.d/*
    .config/fish/functions/*
    .config/nushell/*.nu
    .config/powershell/*.ps1
    .pam_environment
    .xprofile
    .xsessionrc
    """)

  private static let ssh =
    all(
      .sshSettings,
      """
      .ssh/config
      .ssh/config_*
      .ssh/config.d/*
      """) + all(.ssh, ".ssh/*")

  private static let traces = all(
    .trace,
    """
    .bash_history
    .bash_sessions/*
    .zsh_history
    .zsh_sessions/*
    .zhistory
    .histfile
    .history
    .sh_history
    .ksh_history
    .ash_history
    .mksh_history
    .tcsh_history
    .local/state/bash/history
    .local/state/zsh/history
    .local/share/fish/fish_history
    .local/share/xonsh/*
    .local/share/xonsh/history_json/*
    .local/share/atuin/history.db
    .local/share/mcfly/history.db
    .config/nushell/history.txt
    .config/nushell/history.sqlite3
    .local/share/powershell/PSReadLine/*_history.txt
    .python_history
    .local/state/python_history
    .ipython/profile_default/history.sqlite
    .node_repl_history
    .ts_node_repl_history
    .irb_history
    .Rhistory
    .julia/logs/repl_history.jl
    .psql_history
    .mysql_history
    .sqlite_history
    .rediscli_history
    .lesshst
    .viminfo
    .vim/.viminfo
    .local/share/nvim/shada/*
    .local/state/nvim/shada/*
    .claude/history.jsonl
    .codex/history.jsonl
    .xsession-errors
    nohup.out
    *.log
    logs/*
    log/*
    .npm/_logs/*
    .pm2/logs/*
    .pm2/pm2.log
    sky_logs/*/*.log
    .cache/vastai/*
    .local/state/vastai/*
    .local/share/vastai/*
    """)

  /// Below the root.
  static let ofMachine =
    all(.key, "etc/.vast_api_key")
    + all(
      .key,
      """
      var/lib/vastai_kaalia/api_key
      var/lib/vastai_kaalia/machine_id
      """)
    + all(.sshSettings, "etc/ssh/ssh_config\netc/ssh/ssh_config.d/*")
    + all(
      .system,
      """
      etc/environment
      etc/environment.d/*.conf
      etc/profile
      etc/profile.d/*
      etc/bash.bashrc
      etc/zsh/*
      etc/systemd/system/*.service
      etc/systemd/system/*.service.d/*.conf
      etc/crontab
      etc/cron.d/*
      etc/cron.hourly/*
      etc/cron.daily/*
      etc/cron.weekly/*
      etc/cron.monthly/*
      var/spool/cron/*
      var/spool/cron/crontabs/*
      etc/supervisord.conf
      etc/supervisor/conf.d/*
      etc/docker/daemon.json
      etc/kubernetes/*.conf
      etc/rancher/k3s/k3s.yaml
      etc/cloud/cloud.cfg
      etc/cloud/cloud.cfg.d/*
      onstart.sh
      """)
    + all(
      .trace,
      """
      var/lib/cloud/instance/user-data.txt*
      var/lib/cloud/instances/*/user-data.txt*
      var/lib/cloud/instances/*/scripts/*
      var/log/cloud-init.log
      var/log/cloud-init-output.log
      var/log/onstart*
      var/log/vast*
      var/log/portal/*
      var/log/supervisor/*.log
      var/lib/vastai_kaalia/*.log
      """)

  /// What else others find on a rented instance, below its root.
  static let ofInstance =
    all(.trace, "proc/1/environ")
    + all(
      .settings,
      """
      workspace/*
      workspace/*/.env
      workspace/*/*.env
      workspace/*/*.json
      workspace/*/*.yaml
      workspace/*/*.yml
      workspace/*/*.toml
      workspace/*/*.sh
      workspace/*/*.py
      workspace/*/.git/config
      root/*
      root/.config/gcloud/*.json
      root/.config/wandb/*
      root/.azure/*
      app/.env
      app/*.env
      opt/*.env
      opt/*/.env
      Dockerfile*
      docker-entrypoint*
      entrypoint*
      etc/rclone.conf
      var/lib/docker/image/*/imagedb/content/sha256/*
      """)
}
