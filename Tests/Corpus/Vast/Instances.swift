extension Group {
  /// Keys of single instances, and their tokens.
  static let instances = Group(
    .plain, "instance keys and tokens", rounds: 3,
    [
      Form(
        "environment file", "etc/environment",
        #"""
        PATH="/usr/local/sbin:/usr/local/bin:/usr/bin"
        CONTAINER_ID=«id»
        CONTAINER_API_KEY=«q="|'|»«instance»«q»
        VAST_CONTAINERLABEL=C.«id»
        JUPYTER_TOKEN=«token»
        PUBLIC_IPADDR=«ip»
        """#),
      Form(
        "dotenv of the workspace", "workspace/.env",
        #"""
        CONTAINER_API_KEY='«instance»'
        CONTAINER_ID='«id»'
        OPEN_BUTTON_TOKEN='«token»'
        OPEN_BUTTON_PORT=1111
        """#
      ),
      Form(
        "environ of the first process", "dumps/environ-1",
        #"""
        HOSTNAME=«short»\#0CONTAINER_API_KEY=«instance»\#0HOME=/root\#0OPEN_BUTTON_TOKEN=«token»\#0LANG=C.UTF-8\#0
        """#
      ),
      Form(
        "answer of the client", "logs/create.log",
        "Started. {'success': True, 'new_contract': «id», 'instance_api_key': '«instance»'}\n"),
      Form(
        "answer as json", "logs/asks.json",
        #"""
        {
          "success": true,
          "new_contract": «id»,
          "instance_api_key": "«instance»"
        }
        """#
      ),
      Form(
        "instance row", "dumps/instance.json",
        #"""
        {"instances": {"id": «id», "actual_status": "running", "gpu_name": "«gpu»", "jupyter_token": "«token»", "ssh_host": "ssh5.vast.ai", "ssh_port": «port», "image_uuid": "vastai/pytorch", "template_hash_id": "«md»"}}
        """#),
      Form(
        "yaml of the instance", "dumps/instance.yaml",
        #"""
        instance:
          id: «id»
          ssh_host: ssh7.vast.ai
          jupyter_token: «q="|'|»«token»«q»
          instance_api_key: «q»«instance»«q»
        """#),
      Form(
        "self destruct", "onstart.sh",
        #"""
        #!/bin/bash
        CONTAINER_API_KEY="${CONTAINER_API_KEY:-«instance»}"
        vastai stop instance «id» --api-key $CONTAINER_API_KEY
        """#),
      Form(
        "key of the halves", "root/.vast_api_key.bak",
        "# C.«id»\n«halves»\n"),
      Form(
        "halves in a log", "logs/watchdog-«id».log",
        "[«time»] container label C.«id», api key «halves», destroying in 60 s\n"),
      Form(
        "jupyter link", "notes/open.md",
        "Jupyter of the Vast instance: https://«ip»:«port»/?token=«token» (vast.ai id «id»)\n"),
      Form(
        "open button link", "logs/portal.log",
        #"""
        «date» «time» INFO Instance portal: OPEN_BUTTON_TOKEN=«token» http://«ip»:«port»/?token=«token»
        """#
      ),
      Form(
        "basic authentication", "tests/smoke.sh",
        #"""
        #!/bin/sh
        # the vast.ai portal asks for user vastai
        curl -fsS -u vastai:«token» https://«ip»:«port»/v1/models
        """#
      ),
      Form(
        "bearer of the open button", "client.py",
        #"""
        import requests
        OPEN_BUTTON_TOKEN = "«token»"
        requests.get("http://«ip»:«port»/v1/models", headers={"Authorization": f"Bearer {OPEN_BUTTON_TOKEN}"})
        """#),
      Form(
        "compose", "docker-compose.yml",
        #"""
        services:
          app:
            environment:
              - CONTAINER_API_KEY=«instance»
              - CONTAINER_ID=«id»
        """#
      ),
      Form(
        "python environ", "debug.py",
        #"""
        import os
        os.environ['CONTAINER_API_KEY'] = '«instance»'
        os.environ['CONTAINER_ID'] = '«id»'
        """#
      ),
      Form(
        "docker inspect", "debug/inspect.json",
        #"""
        [{"Id":"«sha»","Config":{"Image":"vastai/base-image@sha256:«sha2»","Env":["CONTAINER_API_KEY=«instance»","JUPYTER_TOKEN=«token»","VAST_TCP_PORT_22=«port»"]}}]
        """#),
    ])

  /// Keys of machines that are rented out.
  static let hosts = Group(
    .plain, "host keys", rounds: 3,
    [
      Form("key file", "var/lib/vastai_kaalia/api_key", "«host»«e=\n|»"),
      Form("machine's secret", "backup/var/lib/vastai_kaalia/machine_id", "«machine»\n"),
      Form(
        "installer", "home/«user»/.bash_history",
        #"""
        wget https://console.vast.ai/install -O install; sudo python3 install «host» --interactive; history -d $((HISTCMD-1));
        ls /var/lib/vastai_kaalia
        """#
      ),
      Form(
        "installer in a guide", "docs/host-setup.md",
        #"""
        # Host setup

        ```bash
        sudo apt install -y python3
        wget https://console.vast.ai/install -O install
        sudo python3 install «host» --no-driver
        ```
        """#
      ),
      Form(
        "installer in ansible", "roles/vast_host/tasks/main.yml",
        #"""
        - name: install vast.ai host software
          shell: |
            wget https://console.vast.ai/install -O /tmp/install
            python3 /tmp/install «host»
          args: {creates: /var/lib/vastai_kaalia}
        """#
      ),
      Form(
        "host variable", "host/.env", as: "vast",
        #"""
        «n=VAST_HOST_API_KEY|VASTAI_HOST_KEY|VAST_MACHINE_API_KEY»=«host»
        MACHINE_ID=«num»
        """#),
      Form(
        "machine key", "logs/send_mach_info.log",
        #"""
        POST https://console.vast.ai/api/v0/daemon/mach_info/ {'mach_api_key': '«machine»', 'disk_prods': []}
        """#
      ),
      Form(
        "written by hand", "restore.sh",
        #"""
        #!/bin/bash
        echo -n «host» | sudo tee /var/lib/vastai_kaalia/api_key > /dev/null
        systemctl restart vastai
        """#
      ),
      Form(
        "monitoring", "etc/cron.d/vast-host", as: "vast",
        #"""
        */5 * * * * root curl -s "https://vast.ai/api/v0/machines/?api_key=«host»" -o /tmp/machines.json
        """#
      ),
      Form(
        "machine key answer", "dumps/machine_key.json",
        #"""
        {"url": "https://console.vast.ai/api/v0/auth/machine_key/", "body": {"success": true, "machine_api_key": "«host»"}}
        """#
      ),
    ])
}
