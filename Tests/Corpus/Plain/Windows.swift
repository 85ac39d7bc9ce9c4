extension Group {
  /// Scripts of Windows' shells, and what the registry exports.
  static let windows = Group(
    .plain, "windows", rounds: 3,
    [
      Form(
        "PowerShell", "scripts/Start-Training.ps1",
        #"""
        param([int]$Count = 1)
        $ErrorActionPreference = 'Stop'
        $env:«NAME» = «q="|'»«key»«q»
        $offers = vastai search offers "gpu_name=«gpu»" --raw | ConvertFrom-Json
        $offers | Select-Object -First $Count | ForEach-Object { vastai create instance $_.id --image ubuntu:22.04 }
        """#),
      Form(
        "SetEnvironmentVariable", "scripts/Install.ps1",
        #"""
        [Environment]::SetEnvironmentVariable("«NAME»", "«key»", "User")
        [System.Environment]::SetEnvironmentVariable("PIP_NO_CACHE_DIR", "1", "User")
        Write-Host "done" -ForegroundColor Green
        """#),
      Form(
        "setx", "setup.«e=cmd|bat»",
        #"""
        @echo off\#r
        rem one-time setup\#r
        setx «NAME» «q="|»«key»«q»\#r
        pip install vastai\#r
        vastai show user\#r
        pause\#r
        """#
      ),
      Form(
        "cmd set", "run.bat",
        #"""
        @echo off\#r
        set «v=«NAME»=«key»|"«NAME»=«key»"»\#r
        python train.py --epochs 10\#r
        """#),
      Form(
        "splatted headers", "scripts/Get-Instance.ps1",
        #"""
        $headers = @{
            "Accept"        = "application/json"
            "Authorization" = "Bearer «key»"
        }
        $r = Invoke-RestMethod -Uri "https://console.vast.ai/api/v0/instances/" -Headers $headers -Method Get
        $r.instances | Format-Table id, actual_status, dph_total
        """#),
      Form(
        "secure string", "scripts/Publish.ps1",
        #"""
        $vastKey = ConvertTo-SecureString '«key»' -AsPlainText -Force
        $cred = New-Object PSCredential('vast', $vastKey)
        Set-Item Env:\«NAME» $cred.GetNetworkCredential().Password
        """#),
      Form(
        "set api-key in cmd", "init.cmd",
        #"""
        @echo off\#r
        pip install -q vastai\#r
        vastai.exe set api-key «key»\#r
        if errorlevel 1 exit /b 1\#r
        """#
      ),
      Form(
        "registry export", "backup/environment.reg",
        #"""
        Windows Registry Editor Version 5.00\#r
        \#r
        [HKEY_CURRENT_USER\Environment]\#r
        "TEMP"="C:\\Temp"\#r
        "«NAME»"="«key»"\#r
        "OneDrive"="C:\\Users\\«user»\\OneDrive"\#r
        """#
      ),
    ])
}
