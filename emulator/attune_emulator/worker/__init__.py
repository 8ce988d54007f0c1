"""The process that runs actions: started by the emulator, told what to run over a socket, one JSON object a line."""
