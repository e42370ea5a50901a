global using OmeFs.Testing;
