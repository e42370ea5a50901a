using System.CommandLine;

namespace OmeFs.Settings;

/// <summary>Options whose values are a few words, or a number. The error for a wrong value says what is expected.</summary>
internal static class Choice
{
    /// <summary>An option whose values are an enum's names, in any case. The default is the value 0.</summary>
    public static Option<T> Option<T>(string name, string description)
        where T : struct, Enum => Completed(EnumNames.Each<T>(), new Option<T>(name)
        {
            Description = description,
            HelpName = name.Split('-')[^1].ToUpperInvariant(),
            CustomParser = result => Parsed<T>(result, text => EnumNames.TryParse<T>(text, out var value) ? value : null, $"one of {EnumNames.All<T>()}"),
        });

    public static Option<ulong> Number(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Parsed(result, text => ulong.TryParse(text, out var value) ? value : (ulong?)null, "a whole number"),
    };

    /// <summary>A number, or the name of a user or group.</summary>
    /// <param name="find">Returns the number for a name; null if there is no such name.</param>
    public static Option<uint?> Account(string name, string description, Func<string, uint?> find) => new(name)
    {
        Description = description,
        HelpName = "N|NAME",
        CustomParser = result => Parsed(result, text => uint.TryParse(text, out var value) ? value : find(text), "a number or a name this system knows"),
    };

    /// <summary>Permission bits of files, in octal.</summary>
    public static Option<uint?> Mode(string name, string description) => Completed(ReadMode.Usual, new Option<uint?>(name)
    {
        Description = description,
        HelpName = "MODE",
        CustomParser = result => Parsed(result, ReadMode.Parse, ReadMode.Expected),
    });

    /// <summary>Adds the words that shells offer.</summary>
    private static Option<T> Completed<T>(string[] words, Option<T> option)
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add(words);
        return option;
    }

    private static T Parsed<T>(System.CommandLine.Parsing.ArgumentResult result, Func<string, T?> parse, string expected)
        where T : struct
    {
        var text = result.Tokens[^1].Value;
        if (parse(text) is { } value)
            return value;
        result.AddError($"{(result.Parent as System.CommandLine.Parsing.OptionResult)?.Option.Name} {text}: {expected} expected");
        return default;
    }
}
