*** Settings ***
Documentation       What failures say: every test here fails on purpose, with the message its documentation names.
