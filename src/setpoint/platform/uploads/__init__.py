"""The one door for files from outside: measured, recognised by what they hold, kept inert, given back as downloads."""
