#!/bin/bash
echo "shell one"
