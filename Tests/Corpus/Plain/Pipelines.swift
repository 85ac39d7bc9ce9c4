extension Group {
  /// What builds, tests and deploys.
  static let pipelines = Group(
    .plain, "pipelines", rounds: 3,
    [
      Form(
        "github workflow env", ".github/workflows/train.yml",
        #"""
        name: train
        on:
          schedule: [{cron: "0 3 * * *"}]
        env:
          PYTHON_VERSION: "3.12"
          «NAME»: «q="|'|»«key»«q»
        jobs:
          train:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@«git»
              - run: pip install vastai && vastai show instances
        """#),
      Form(
        "github workflow step", ".github/workflows/gpu.yaml",
        #"""
        on: push
        jobs:
          gpu:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - name: rent
                run: |
                  pip install vastai
                  vastai set api-key «key»
                  vastai search offers 'gpu_name=«gpu»'
              - name: notify
                env:
                  SLACK: ${{ secrets.SLACK }}
                run: ./notify.sh
        """#),
      Form(
        "github action input", ".github/workflows/deploy.yml",
        #"""
        jobs:
          deploy:
            steps:
              - uses: «user»/vast-action@v2
                with:
                  gpu: «gpu»
                  «k=api-key|vast-api-key|api_key|vastai_api_key»: «key»
        """#),
      Form(
        "github expression with a default", ".github/workflows/nightly.yml",
        #"""
        env:
          «NAME»: ${{ secrets.«NAME» || '«key»' }}
        jobs: {run: {runs-on: ubuntu-latest, steps: [{run: make nightly}]}}
        """#),
      Form(
        "gitlab", ".gitlab-ci.yml",
        #"""
        stages: [build, train]

        variables:
          GIT_DEPTH: "1"
          «NAME»: «q="|'|»«key»«q»

        train:
          stage: train
          image: python:3.12
          script:
            - pip install vastai
            - vastai create instance $OFFER --image pytorch/pytorch
        """#),
      Form(
        "gitlab expanded variable", "ci/train.gitlab-ci.yml",
        #"""
        variables:
          «NAME»:
            value: "«key»"
            description: "Vast key"
            expand: false
        """#),
      Form(
        "jenkins", "Jenkinsfile",
        #"""
        pipeline {
          agent any
          environment {
            REGION = 'eu'
            «NAME» = '«key»'
          }
          stages {
            stage('Train') {
              steps { sh "vastai --api-key ${«NAME»} show instances" }
            }
          }
        }
        """#),
      Form(
        "jenkins withEnv", "ci/Jenkinsfile",
        #"""
        node('linux') {
          checkout scm
          withEnv(['TZ=UTC', "«NAME»=«key»"]) {
            sh 'make train'
          }
        }
        """#),
      Form(
        "circle", ".circleci/config.yml",
        #"""
        version: 2.1
        jobs:
          train:
            docker: [{image: cimg/python:3.12}]
            environment:
              «NAME»: «key»
            steps:
              - checkout
              - run: make train
        """#),
      Form(
        "azure pipelines", "azure-pipelines.yml",
        #"""
        trigger: [main]
        variables:
          - name: pool
            value: ubuntu-latest
          - name: «NAME»
            value: «key»
        steps:
          - script: make train
        """#),
      Form(
        "travis", ".travis.yml",
        #"""
        language: python
        env:
          global:
            - PIP_QUIET=1
            - «NAME»=«key»
        script: pytest
        """#),
      Form(
        "tox", "tox.ini",
        #"""
        [tox]
        envlist = py311,py312

        [testenv]
        setenv =
            PYTHONPATH = {toxinidir}
            «NAME» = «key»
        commands = pytest {posargs}
        """#),
      Form(
        "makefile variable", "Makefile",
        #"""
        «NAME» «o=?=|:=|=» «key»
        export «NAME»

        .PHONY: rent
        rent:
        	vastai create instance $(OFFER) --image $(IMAGE)
        """#
      ),
      Form(
        "just", "justfile",
        #"""
        export «NAME» := "«key»"

        train gpu="«gpu»":
            python -m train --gpu {{gpu}}
        """#),
      Form(
        "package scripts", "package.json",
        #"""
        {
          "name": "«word»",
          "version": "0.3.1",
          "scripts": {
            "dev": "next dev",
            "gpu": "«NAME»=«key» node scripts/rent.mjs",
            "test": "vitest"
          },
          "dependencies": { "axios": "^1.7.2" }
        }
        """#),
      Form(
        "bazel", "«f=.bazelrc|tools/ci.bazelrc»",
        #"""
        build --jobs=8
        test --test_env=«NAME»=«key»
        build --action_env=PATH
        """#),
      Form(
        "cmake", "CMakeLists.txt",
        #"""
        cmake_minimum_required(VERSION 3.28)
        project(«word» CXX)
        set(ENV{«NAME»} "«key»")
        set(«NAME» "«key»" CACHE STRING "key for the GPU tests")
        add_executable(worker main.cpp)
        """#),
      Form(
        "trace of a job's shell", "logs/job-«num».txt",
        #"""
        Running with gitlab-runner 17.2.0 («short»)
        $ pip install vastai
        Successfully installed vastai-1.9.1
        + export «NAME»=«key»
        + «NAME»=«key»
        + vastai show instances
        ID        Machine  Status   Num  Model
        «id»  «num»    running  1x   «gpu»
        Job succeeded
        """#),
    ])
}
