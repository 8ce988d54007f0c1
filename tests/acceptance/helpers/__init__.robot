*** Settings ***
Documentation       Every helper the library promises by name, used once against a platform.
