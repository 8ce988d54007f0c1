#!/bin/bash
exec cat
