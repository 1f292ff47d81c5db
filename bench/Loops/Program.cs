using BenchmarkDotNet.Running;

// In this process: a child project would be built by our rules, which are not made for generated code.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. args, "--inProcess"]);
