extension Group {
  /// Histories of shells and what programs wrote.
  static let histories = Group(
    .plain, "histories", rounds: 3,
    [
      Form(
        "bash history", "home/«user»/.bash_history",
        #"""
        ls -la
        pip install vastai
        vastai set api-key «key»
        vastai search offers 'gpu_name=«gpu»' -o dph
        cd training/
        """#),
      Form(
        "bash history with times", "home/«user»/.bash_history",
        #"""
        #«epoch»
        git pull
        #«epoch2»
        export «NAME»=«key»
        #«epoch3»
        vastai create instance «id» --image pytorch/pytorch --disk 30
        """#),
      Form(
        "zsh history", "home/«user»/.zsh_history",
        #"""
        : «epoch»:0;git status
        : «epoch2»:2;vastai --api-key «key» show instances
        : «epoch3»:0;htop
        """#),
      Form(
        "fish history", "home/«user»/.local/share/fish/fish_history",
        #"""
        - cmd: ls
          when: «epoch»
        - cmd: vastai set api-key «key»
          when: «epoch2»
          paths:
            - train.py
        """#),
      Form(
        "python history", "home/«user»/.python_history",
        #"""
        import os
        from vastai import VastAI
        v = VastAI('«key»')
        v.show_instances()
        """#),
      Form(
        "psreadline",
        "AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine/ConsoleHost_history.txt",
        #"""
        cd C:\work
        $env:«NAME»="«key»"
        vastai show instances
        """#),
      Form(
        "trace", "logs/deploy.log",
        #"""
        + set -o pipefail
        + «NAME»=«key»
        + vastai --api-key «key» create instance «id» --image ubuntu:22.04
        Started. {'success': True, 'new_contract': «id2»}
        """#),
      Form(
        "script session", "typescript",
        #"""
        Script started on «date» «time»+00:00 [TERM="xterm-256color"]
        \#u{1b}[01;32m«user»@rig\#u{1b}[00m:\#u{1b}[01;34m~\#u{1b}[00m$ vastai set api-key «key»\#r
        Your api key has been saved in /home/«user»/.config/vastai/vast_api_key\#r
        """#
      ),
      Form(
        "asciinema", "demo.cast",
        #"""
        {"version": 2, "width": 120, "height": 40, "timestamp": «epoch»}
        [0.5, "o", "$ vastai set api-key «key»\r\n"]
        [1.9, "o", "Your api key has been saved\r\n"]
        """#),
      Form(
        "auth log", "var/log/auth.log",
        #"""
        Mar 12 «time» rig sudo: «user» : TTY=pts/0 ; PWD=/root ; USER=root ; COMMAND=/usr/bin/vastai set api-key «key»
        """#),
      Form(
        "journal", "support/journal.json",
        #"""
        {"__REALTIME_TIMESTAMP":"«epoch»000000","_CMDLINE":"/usr/bin/python3 /usr/local/bin/vastai --api-key «key» show machines","_COMM":"vastai","PRIORITY":"6"}
        """#),
      Form(
        "readme", "README.md",
        #"""
        # «word»

        Rents a «gpu» and trains there.

        ## Usage

        1. Install the client: `pip install vastai`
        2. Log in: `vastai set api-key «key»`
        3. `python run.py`
        """#),
      Form(
        "note", "«f=notes.txt|TODO.md|docs/onboarding.md|keys.txt»",
        #"""
        gpu stuff
        - vast.ai «k=api key|API key|key|token»: «key»
        - ask «user» for the budget
        """#),
      Form(
        "table", "docs/accounts.md",
        #"""
        | service | account | key |
        | ------- | ------- | --- |
        | Vast.ai | «user»@example.invalid | `«key»` |
        | Lambda  | - | - |
        """#),
      Form(
        "issue template", "issues/«num».json",
        #"""
        {"number": «num», "title": "CLI fails with 401", "body": "Steps:\r\n\r\n```\r\nvastai set api-key «key»\r\nvastai show instances\r\n```\r\n\r\nI get a 401."}
        """#),
      Form(
        "diff", "patches/0003-remove-key.patch",
        #"""
        diff --git a/config.py b/config.py
        index «short»..«short2» 100644
        --- a/config.py
        +++ b/config.py
        @@ -1,4 +1,4 @@
         import os
        -«NAME» = "«key»"
        +«NAME» = os.environ["«NAME»"]
         TIMEOUT = 30
        """#),
      Form(
        "mail", "mail/«num».eml",
        #"""
        From: «user»@example.invalid
        To: «user2»@example.invalid
        Subject: gpu access
        Content-Type: text/plain; charset=utf-8

        Hi,

        use this for vast.ai until the end of the month:

        API key: «key»

        Cheers
        """#),
    ])

  /// Jupyter's notebooks.
  static let notebooks = Group(
    .plain, "notebooks", rounds: 3,
    [
      notebook("magic command", #""!pip install -q vastai\n", "!vastai set api-key «key»\n""#),
      notebook("magic with quotes", #""!vastai set api-key \"«key»\"\n""#),
      notebook("environment", #""import os\n", "os.environ[\"«NAME»\"] = \"«key»\"\n""#),
      notebook("env magic", #""%env «NAME»=«key»\n""#),
      notebook("client", #""from vastai_sdk import VastAI\n", "vast = VastAI(api_key='«key»')\n""#),
      notebook(
        "default", #""key = os.environ.get('«NAME»', '«key»')\n", "print(len(key))\n""#),
      notebook("bash cell", #""%%bash\n", "export «NAME»=«key»\n", "vastai show instances\n""#),
      notebook(
        "output", #""%env\n""#,
        output: #""{'PATH': '/usr/bin', '«NAME»': '«key»', 'LANG': 'C.UTF-8'}""#),
      notebook(
        "traceback output", #""requests.get(url).raise_for_status()\n""#,
        output:
          #""HTTPError: 401 Client Error: Unauthorized for url: https://console.vast.ai/api/v0/instances?api_key=«key»""#
      ),
      notebook(
        "header",
        #""h = {\"Authorization\": \"Bearer «key»\"}\n", "requests.get(\"https://console.vast.ai/api/v0/users/current/\", headers=h)\n""#
      ),
    ])

  private static func notebook(_ name: String, _ lines: String, output: String = "") -> Form {
    let outputs =
      output.isEmpty ? "" : #"{"name": "stdout", "output_type": "stream", "text": [\#(output)]}"#
    return Form(
      name, "notebooks/«word».ipynb",
      #"""
      {
       "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Training on «gpu»"]},
        {
         "cell_type": "code",
         "execution_count": 3,
         "id": "«short»",
         "metadata": {},
         "outputs": [\#(outputs)],
         "source": [\#(lines)]
        }
       ],
       "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
       "nbformat": 4,
       "nbformat_minor": 5
      }
      """#)
  }
}
