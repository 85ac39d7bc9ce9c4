extension Group {
  /// What starts programs on a machine.
  static let services = Group(
    .plain, "services", rounds: 3,
    [
      Form(
        "systemd unit", "etc/systemd/system/«word».service",
        #"""
        [Unit]
        Description=GPU watchdog
        After=network-online.target

        [Service]
        Environment=«v=«NAME»=«key»|"«NAME»=«key»"|PYTHONUNBUFFERED=1 «NAME»=«key»»
        ExecStart=/usr/bin/python3 /opt/watchdog/main.py
        Restart=always

        [Install]
        WantedBy=multi-user.target
        """#),
      Form(
        "systemd command line", "deploy/«word».service",
        #"""
        [Service]
        ExecStart=/usr/local/bin/vastai --api-key «key» show instances
        User=«user»
        """#),
      Form(
        "systemd drop-in", "etc/systemd/system/vast-exporter.service.d/override.conf",
        #"""
        [Service]
        Environment="API_KEY=«key»"
        """#),
      Form(
        "systemd environment file", "etc/default/vast-exporter",
        #"""
        LISTEN=:8622
        API_KEY=«key»
        STATE_DIR=/var/lib/vast-exporter
        """#),
      Form(
        "crontab", "«f=crontab|etc/cron.d/gpu|cron/jobs.txt»",
        #"""
        SHELL=/bin/bash
        «NAME»=«key»
        # m h dom mon dow command
        */10 * * * * /opt/gpu/check.sh >> /var/log/gpu.log 2>&1
        """#),
      Form(
        "crontab command", "cron/root",
        #"""
        MAILTO=""
        0 * * * * curl -s 'https://console.vast.ai/api/v0/machines/?api_key=«key»' > /var/lib/node_exporter/vast.json
        """#
      ),
      Form(
        "supervisor", "etc/supervisor/conf.d/«word».conf",
        #"""
        [program:worker]
        command=/usr/bin/python3 -m worker
        autostart=true
        environment=HOME="/root",«NAME»="«key»",TZ="UTC"
        stdout_logfile=/var/log/worker.log
        """#),
      Form(
        "pm2", "ecosystem.config.js",
        #"""
        module.exports = {
          apps: [{
            name: '«word»',
            script: './dist/index.js',
            env: { NODE_ENV: 'production', «NAME»: '«key»' },
          }],
        };
        """#),
      Form(
        "launchd", "Library/LaunchAgents/ai.«word».plist",
        #"""
        <plist version="1.0"><dict>
          <key>ProgramArguments</key>
          <array>
            <string>/opt/homebrew/bin/vastai</string>
            <string>--api-key</string>
            <string>«key»</string>
            <string>show</string>
            <string>instances</string>
          </array>
          <key>StartInterval</key><integer>600</integer>
        </dict></plist>
        """#),
      Form(
        "openrc", "etc/conf.d/«word»",
        #"""
        # settings of the GPU agent
        export «NAME»="«key»"
        """#),
      Form(
        "nginx proxy", "etc/nginx/conf.d/proxy.conf",
        #"""
        server {
          listen 8080;
          location /vast/ {
            proxy_pass https://console.vast.ai/api/v0/;
            proxy_set_header Host console.vast.ai;
            proxy_set_header Authorization "Bearer «key»";
          }
        }
        """#),
      Form(
        "procfile", "Procfile",
        #"""
        web: gunicorn app:app
        worker: env «NAME»=«key» python worker.py
        """#),
      Form(
        "prometheus", "prometheus.yml",
        #"""
        scrape_configs:
          - job_name: vast
            scheme: https
            static_configs: [{targets: ["console.vast.ai"]}]
            authorization:
              type: Bearer
              credentials: «key»
        """#),
      Form(
        "process list", "support/ps-«date».txt",
        #"""
        UID   PID  PPID  C STIME TTY   TIME     CMD
        root  812     1  0 09:12 ?     00:00:04 /usr/sbin/sshd -D
        «user» 9«num=01|17|53» 812  0 «time» pts/1 00:00:01 /usr/bin/python3 /usr/local/bin/vastai --api-key «key» show instances
        """#),
      Form(
        "environ dump", "support/environ.txt",
        #"""
        PATH=/usr/local/bin:/usr/bin
        HOME=/root
        PWD=/workspace
        «NAME»=«key»
        SHLVL=1
        LANG=C.UTF-8
        """#
      ),
    ])
}
