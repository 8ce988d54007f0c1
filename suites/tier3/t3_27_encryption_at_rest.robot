*** Settings ***
Documentation       T3.27 Datastore encryption at rest.
...                 What is to be encrypted lies in the database as ciphertext, and whoever may have the value gets it in clear.
...
...                 Success: a dump of the database does not show the value in any form, and its row holds AES-256-GCM; equal
...                 values look different; the API and actions get the plaintext; the encryption key is not in the database; a
...                 stored value that was tampered with is refused.

Resource            ../../resources/encryption.resource

Suite Setup         Prepare For The Datastore
Suite Teardown      Services Should Be Healthy

Test Tags           tier3    T3.27    datastore    security    needs:database
Test Timeout        300s


*** Test Cases ***
An Encrypted Value Lies In The Database As Ciphertext
    [Documentation]    Whatever its shape; the value of a plain key beside it does lie there in clear.
    [Template]    Secret Should Be Ciphertext
    # the secret inside a value
    SECRET
    {'user': 'ann', 'password': SECRET}
    \['first', [SECRET, None], {'SECRET': [SECRET]}]

Equal Values Look Different
    [Documentation]    Three keys with one value, and one of them written again: four nonces, four ciphertexts.
    ${password}=    Fresh Secret
    ${first}=    Store And Look    ${password}
    ${second}=    Store And Look    ${password}
    ${third}=    Store And Look    ${password}
    Update Secret    ${third.key}    ${password}
    ${again}=    Get Stored Value    ${third.key}
    ${line}=    Stored Values Should Differ    ${first.stored}    ${second.stored}    ${third.stored}    ${again}
    Summary    one value: ${line}

The Stored Form Is Aes 256 Gcm
    [Documentation]    Nonce, ciphertext and tag under 256 bits made of the platform's key, and the ciphertext is the value.
    [Tags]    needs:encryption-key
    ${password}=    Fresh Secret
    ${found}=    Store And Look    ${password}
    ${line}=    Stored Value Should Be AES 256 GCM    ${found.stored}    ${password}
    Summary    ${found.key.ref}: ${line}

The Api And Actions Get The Plaintext
    [Documentation]    By API, through a token and as a variable; afterwards the database still shows it nowhere.
    ${password}=    Fresh Secret
    ${found}=    Store And Look    ${password}    name=password
    ${digest}=    Secret Should Arrive In Clear    ${found.key}    ${password}
    Database Should Not Show    ${password}    beside=${digest}
    Summary    ${found.key.ref}: delivered in clear (digest ${digest}[:12]), ciphertext in the database

A New Value Replaces The Old Ciphertext
    [Documentation]    Neither value is shown, and nothing is left of the old one, not even encrypted.
    ${old}=    Fresh Secret
    ${new}=    Fresh Secret
    ${found}=    Store And Look    ${old}
    Update Secret    ${found.key}    ${new}
    ${stored}=    Get Stored Value    ${found.key}
    Database Should Not Show    ${old}    ${new}    ${found.stored}    beside=${stored}
    Get Key Value    ${found.key}    ==    ${new}
    Summary    ${found.key.ref}: another ciphertext, the old one is gone

A Deleted Key Leaves No Ciphertext
    [Documentation]    The value is gone from the database with the key, while its neighbour is still there.
    ${password}=    Fresh Secret
    ${gone}=    Store And Look    ${password}
    ${stays}=    Store And Look    ${password}
    Delete Key    ${gone.key}
    Database Should Not Show    ${password}    ${gone.stored}    beside=${stays.stored}
    Summary    nothing is left of ${gone.key.ref}

A Plain Value That Becomes A Secret Is Gone In Clear
    [Documentation]    From the update on it is ciphertext, and was in clear before it.
    ${password}=    Fresh Secret
    ${key}=    Create Key    value=${password}
    VAR    ${in_clear}    the database shows a text that it must not: in *key*
    Run Keyword And Expect Error    ${in_clear}    Database Should Not Show    ${password}    beside=${key.ref}
    Update Key    ${key}    value=${password}    encrypted=${True}
    ${line}=    Database Should Not Show    ${password}    beside=${key.ref}
    Get Key Value    ${key}    ==    ${password}
    Summary    ${key.ref}: ${line}

What An Action Encrypts Is Ciphertext Too
    [Documentation]    Written with the token of an execution, which has it among its parameters: neither place shows it.
    ${password}=    Fresh Secret
    VAR    ${request}    {"do": "create", "ref": "from_inside", "encrypted": true}
    Use Keys From Inside    ${READER.ref}.write_keys    ${request}    secret=${password}
    ${stored}=    Get Stored Value    ${PACK_REF}.from_inside
    ${line}=    Database Should Not Show    ${password}    beside=${stored}
    Summary    ${PACK_REF}.from_inside: ${line}

Tampering Is Noticed
    [Documentation]    One bit of any part, a byte less or more, another text: refused, and never half a value.
    [Template]    Tampered Value Should Be Refused
    # place
    nonce
    ciphertext
    tag
    cut short
    prolonged
    another text

The Encryption Key Is Not In The Database
    [Documentation]    No word of its 256 bits opens the value, and the configured text is nowhere.
    [Tags]    gap:encryption-key-at-rest
    ${password}=    Fresh Secret
    ${found}=    Store And Look    ${password}
    ${line}=    Database Should Not Open    ${found.key}
    Summary    ${found.key.ref}: ${line}
