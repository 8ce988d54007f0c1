#!/bin/bash
echo "shell two"
