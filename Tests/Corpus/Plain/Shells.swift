extension Group {
  /// Scripts of Unix shells.
  static let shells = Group(
    .plain, "shells", rounds: 3,
    [
      Form(
        "export", "scripts/train-«word».sh",
        #"""
        #!/usr/bin/env bash
        # Launches the nightly run for «word» on the cheapest «gpu».
        set -euo pipefail
        cd "$(dirname "$0")/.."

        export WANDB_PROJECT=«word2»
        export «NAME»=«q="|'|»«key»«q»
        export CUDA_VISIBLE_DEVICES=0

        python -m trainer.launch --gpu «gpu» --max-price 0.45 "$@"
        """#),
      Form(
        "default inside a reference", "bin/search-offers",
        #"""
        #!/bin/bash
        # Finds offers below a price.
        «NAME»="${«NAME»:«op=-|=»«key»}"
        MAX_PRICE="${1:-0.30}"

        curl -sS "https://console.vast.ai/api/v0/bundles/" \
          -H "Authorization: Bearer $«NAME»" \
          --data "{\"dph_total\": {\"lte\": $MAX_PRICE}}" | jq '.offers[].id'
        """#),
      Form(
        "colon assignment", "env.d/10-gpu.sh",
        #"""
        # Sourced by every job.
        : "${DATA_DIR:=/workspace/data}"
        : "${«NAME»:=«key»}"
        : "${BATCH_SIZE:=32}"
        export DATA_DIR «NAME» BATCH_SIZE
        """#),
      Form(
        "prefix assignment", "run.sh",
        #"""
        #!/bin/sh
        set -e
        VAST_URL=https://console.vast.ai «NAME»=«key» python3 fleet.py --count «num=2|4|8»
        """#),
      Form(
        "set api-key", "setup.sh",
        #"""
        #!/usr/bin/env bash
        set -e
        apt-get update -qq && apt-get install -y -qq python3-pip jq
        pip install --upgrade «tool=vastai|vastai-sdk|'vastai>=0.3'»
        «cmd=vastai|./vast|vast|python3 vast.py|./vast.py» set api-key «q="|'|»«key»«q»
        «cmd» search offers 'gpu_name=«gpu» num_gpus=1 verified=true' -o 'dph+'
        """#),
      Form(
        "flag before the verb", "tools/nuke.sh",
        #"""
        #!/usr/bin/env bash
        # Destroys everything that still costs money.
        for id in $(vastai --api-key «q="|'|»«key»«q» show instances --raw | jq '.[].id'); do
          vastai --api-key «q»«key»«q» destroy instance "$id"
        done
        """#),
      Form(
        "flag after the verb", "tools/rent.sh",
        #"""
        #!/usr/bin/env bash
        OFFER=${1:?offer id}
        vastai create instance "$OFFER" \
          --image pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime \
          --disk 40 --ssh --direct \
          --api-key«s= |=»«key»
        """#),
      Form(
        "key file written", "bootstrap/«word».sh",
        #"""
        #!/bin/bash
        mkdir -p ~/.config/vastai
        «w=echo|echo -n|printf '%s'|printf '%s\n'» «q="|'|»«key»«q» > «file=~/.vast_api_key|~/.config/vastai/vast_api_key|"$HOME/.vast_api_key"|/root/.vast_api_key|"${XDG_CONFIG_HOME:-$HOME/.config}/vastai/vast_api_key"»
        chmod 600 «file»
        vastai show user
        """#),
      Form(
        "here document", "bootstrap/heredoc.sh",
        #"""
        #!/bin/bash
        set -e
        cat > «file=~/.vast_api_key|"$HOME/.config/vastai/vast_api_key"» <<'EOF'
        «key»
        EOF
        chmod 600 «file»
        cat > config.yaml <<EOF
        gpus: 2
        image: nvidia/cuda:12.4.1-devel-ubuntu22.04
        EOF
        """#),
      Form(
        "fish", "home/.config/fish/«conf=config.fish|conf.d/gpu.fish»",
        #"""
        if status is-interactive
            set -gx EDITOR nvim
            set «f=-gx|-x|-Ux|--export --global» «NAME» «q="|'|»«key»«q»
            abbr -a vsi 'vastai show instances'
        end
        """#),
      Form(
        "zsh profile", "dotfiles/.zshrc",
        #"""
        export ZSH="$HOME/.oh-my-zsh"
        ZSH_THEME="robbyrussell"
        plugins=(git docker)
        source $ZSH/oh-my-zsh.sh

        # gpu clouds
        export «NAME»=«key»
        alias vi4090="vastai search offers 'gpu_name=RTX_4090'"
        typeset -U path
        """#),
      Form(
        "declare", "lib/common.bash",
        #"""
        «d=declare -rx|readonly|declare -x|typeset -x|local -r» «NAME»=«q="|'»«key»«q»
        log() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
        """#),
      Form(
        "csh", "home/.cshrc",
        #"""
        set path = ( ~/bin $path )
        setenv EDITOR vi
        setenv «NAME» «q="|'|»«key»«q»
        alias ll ls -l
        """#),
      Form(
        "associative array", "fleet/accounts.sh",
        #"""
        #!/usr/bin/env bash
        declare -A VAST_KEYS=(
          [research]="«key»"
          [production]="«key2»"
        )
        for account in "${!VAST_KEYS[@]}"; do
          VAST_API_KEY="${VAST_KEYS[$account]}" vastai show instances --raw > "out/$account.json"
        done
        """#),
      Form(
        "ssh with export", "remote/push.sh",
        #"""
        #!/usr/bin/env bash
        HOST=ssh«n=2|3|5|7».vast.ai PORT=«port»
        ssh -p $PORT root@$HOST "export «NAME»=«key»; cd /workspace && nohup ./watchdog.sh > watchdog.log 2>&1 &"
        rsync -avz -e "ssh -p $PORT" src/ root@$HOST:/workspace/src/
        """#),
      Form(
        "env option of create instance", "launch/with-env.sh",
        #"""
        #!/usr/bin/env bash
        vastai create instance "$1" --image «word»/worker:latest --disk 64 \
          --env '-p 8080:8080 -e MODEL=llama-3 -e «NAME»=«key» -e LOG_LEVEL=info' \
          --onstart-cmd 'bash /opt/start.sh'
        """#),
      Form(
        "command substitution", "ci/fetch.sh",
        #"""
        set -eu
        KEY=$(echo «key» | tr -d '\n')
        vastai --api-key "$KEY" show instances --raw
        """#),
      Form(
        "commented out", "scripts/old.sh",
        #"""
        #!/bin/bash
        # export «NAME»=«key»
        # ^ old one, use the vault instead
        export «NAME»="$(pass show gpu/vast)"
        vastai show user
        """#),
      Form(
        "line continuation", "scripts/api.sh",
        #"""
        #!/bin/sh
        curl --silent --show-error --fail \
          --request GET \
          --header "Accept: application/json" \
          --header "Authorization: Bearer «key»" \
          --url "https://«h=console.vast.ai|cloud.vast.ai|vast.ai»/api/v0/instances/?owner=me"
        """#),
      Form(
        "uvx", "docs/quick.sh",
        #"""
        uvx --from vastai vastai --api-key «key» search offers 'reliability > 0.98 gpu_ram >= 24' --limit 5
        """#),
      Form(
        "function argument", "lib/vast.sh",
        #"""
        vast_call() {  # key, path
          curl -s -H "Authorization: Bearer $1" "https://console.vast.ai/api/v0/$2"
        }
        vast_call "«key»" users/current/ | jq .balance
        """#),
      Form(
        "variable with a common name", "autoscale/run.sh",
        #"""
        #!/bin/bash
        # vast.ai autoscaler
        API_KEY=«q="|'|»«key»«q»
        ENDPOINT=https://console.vast.ai/api/v0
        curl -s -H "Authorization: Bearer $API_KEY" $ENDPOINT/endptjobs/ | jq '.results[].endpoint_name'
        """#),
    ])
}
