using System.Runtime.InteropServices;
using System.Text;

namespace Msmtp.Bench;

/// <summary>A command prepared for posix_spawn before the clock starts.</summary>
sealed unsafe class Spawn : IDisposable
{
    const int Writing = 0x1 | 0x40 | 0x200;     // O_WRONLY | O_CREAT | O_TRUNC
    const int ActionsSize = 256;                // posix_spawn_file_actions_t: 80 octets in glibc and musl

    readonly List<nint> owned = [];
    readonly Command command;
    readonly byte* program;
    readonly byte** arguments;
    readonly byte** environment;
    readonly void* actions;

    public Spawn(Command command)
    {
        this.command = command;
        program = Text(command.Program);
        arguments = Array([command.Program, .. command.Arguments]);
        environment = Array(command.Environment);
        actions = Owned(NativeMemory.AllocZeroed(ActionsSize));
        Check(Libc.posix_spawn_file_actions_init(actions));
        Check(Libc.posix_spawn_file_actions_addopen(actions, 0, Text(command.Input), 0, 0));
        Check(Libc.posix_spawn_file_actions_addopen(actions, 1, Text(command.Output), Writing, 0x180));
        if (command.Errors is { } errors)
            Check(Libc.posix_spawn_file_actions_addopen(actions, 2, Text(errors), Writing, 0x180));
    }

    public int Start()
    {
        int child;
        Check(Libc.posix_spawn(&child, program, actions, null, arguments, environment));
        return child;
    }

    public void Dispose()
    {
        _ = Libc.posix_spawn_file_actions_destroy(actions);
        foreach (var memory in owned)
            NativeMemory.Free((void*)memory);
    }

    void Check(int error)
    {
        if (error != 0)
            throw new InvalidOperationException($"{command}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    byte** Array(IReadOnlyList<string> texts)
    {
        var array = (byte**)Owned(NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(byte*)));
        for (var i = 0; i < texts.Count; i++)
            array[i] = Text(texts[i]);
        return array;
    }

    byte* Text(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        var copy = (byte*)Owned(NativeMemory.AllocZeroed((nuint)octets.Length + 1));
        octets.CopyTo(new Span<byte>(copy, octets.Length));
        return copy;
    }

    void* Owned(void* memory)
    {
        owned.Add((nint)memory);
        return memory;
    }
}
