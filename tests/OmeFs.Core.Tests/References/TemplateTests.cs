namespace OmeFs.Core.Tests.References;

/// <summary>Templates are filled in as Jinja fills them, as far as reference documents use it; expected values are Jinja 3.1's.</summary>
public sealed class TemplateTests
{
    [Theory]
    [InlineData("{{i}}", "7")]
    [InlineData("{{ i }}x{{j}}", "7x-3")]
    [InlineData("{{i + 1}}", "8")]
    [InlineData("{{ i - j }}", "10")]
    [InlineData("{{ i - 1 - 1 }}", "5")]
    [InlineData("{{ (i + 1) * 1000 }}", "8000")]
    [InlineData("{{ i + 2 * 3 }}", "13")]
    [InlineData("{{ i // 2 }}", "3")]
    [InlineData("{{ j // 2 }}", "-2")]
    [InlineData("{{ i % 4 }}", "3")]
    [InlineData("{{ j % 2 }}", "1")]
    [InlineData("{{ i % j }}", "-2")]
    [InlineData("{{ 0 - -i }}", "7")]
    [InlineData("{{ -i }}", "-7")]
    [InlineData("{{ s }}", "tas")]
    [InlineData("{{ s + '_' + s }}", "tas_tas")]
    [InlineData("{{ u }}/{{ f(c='x') }}", "server/<x>")]
    [InlineData("{{ f(c=i + 1) }}", "<8>")]
    [InlineData("{{ f(c=f(c=\"y\")) }}", "<<y>>")]
    [InlineData("{{ '}}' }}", "}}")]
    [InlineData("}} { }", "}} { }")]
    public void A_template_comes_to(string template, string expected) => Assert.Equal(expected, Fill(template));

    [Theory]
    [InlineData("{{ nobody }}", "'nobody' is not defined")]
    [InlineData("{{ i", "'}}' expected")]
    [InlineData("{{ }}", "expected")]
    [InlineData("{{ i / 2 }}", "'//'")]
    [InlineData("{{ i ** 2 }}", "powers")]
    [InlineData("{{ i // 0 }}", "division by zero")]
    [InlineData("{{ i % 0 }}", "division by zero")]
    [InlineData("{{ s + 1 }}", "needs whole numbers")]
    [InlineData("{{ -s }}", "needs whole numbers")]
    [InlineData("{{ 1.5 }}", "whole number")]
    [InlineData("{{ f }}", "needs arguments")]
    [InlineData("{{ u(c='x') }}", "cannot be called")]
    [InlineData("{{ f('x') }}", "a name, a number")]
    [InlineData("{{ f(d='x') }}", "'c' is not defined")]
    [InlineData("{{ i|upper }}", "'}}' expected")]
    [InlineData("{{ s.upper() }}", "'}}' expected")]
    [InlineData("{{ ''.__class__ }}", "'}}' expected")]
    [InlineData("{% for x in y %}{% endfor %}", "statements")]
    [InlineData("{# comment #}", "comments")]
    [InlineData("{{- i }}", "whitespace control")]
    [InlineData("{{ i - }}", "expected")]
    [InlineData("{{ 99999999999999999999 }}", "63 bits")]
    [InlineData("{{ 9223372036854775807 + i }}", "63 bits")]
    [InlineData("{{ -9223372036854775807 - 9 }}", "63 bits")]
    [InlineData("{{ (-9223372036854775807 - 1) // -1 }}", "63 bits")]
    public void A_template_that_cannot_be_filled_in_is_refused(string template, string says)
    {
        var fault = Assert.Throws<OmeFsException>(() => Fill(template));
        Assert.NotEqual(FaultKind.Bug, fault.Kind);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_remainder_by_minus_one_is_no_overflow() => Assert.Equal("0", Fill("{{ (-9223372036854775807 - 1) % -1 }}"));

    [Theory]
    [InlineData("slide-01")]
    [InlineData("slide.01")]
    [InlineData("01")]
    [InlineData("my slide")]
    [InlineData("a/b")]
    [InlineData("größe")]
    [InlineData("a+1")]
    [InlineData("'q'")]
    [InlineData("u|upper")]
    [InlineData("-x")]
    [InlineData("{x")]
    public void A_template_is_known_by_its_name_whatever_that_is(string name)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["version"] = 1,
            ["templates"] = new Dictionary<string, string> { [name] = "t.bin", ["a"] = "A" },
            ["refs"] = new Dictionary<string, object>
            {
                ["0"] = new object[] { $"{{{{{name}}}}}", 0, 4 },
                ["1"] = new object[] { $"x/{{{{ {name} }}}}/{{{{a}}}}", 0, 4 },
                ["2"] = new object[] { "{{ a + '!' }}", 0, 4 },
            },
        });
        var expanded = Documents.Expanded(json);
        Assert.Equal(("t.bin 0 4", "x/t.bin/A 0 4", "A! 0 4"), (expanded["0"], expanded["1"], expanded["2"]));
    }

    [Fact]
    public void A_dimension_goes_over_a_template_of_the_same_name() => Assert.Equal(
        ["k0", "k1"],
        Documents.Expanded("""{"version": 1, "templates": {"i": "T"}, "gen": [{"key": "k{{i}}", "url": "u", "dimensions": {"i": {"stop": 2}}}]}""").Keys);

    /// <summary>Each of these is small, and would be huge, or deep, if it were followed.</summary>
    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_is_refused(string what, string json)
    {
        var fault = Assert.Throws<OmeFsException>(() => Documents.Read(json));
        Assert.True(fault.Kind == FaultKind.LimitExceeded, $"{what}: {fault}");
    }

    public static TheoryData<string, string> Bombs => new()
    {
        { "calls in calls", Document("{\"f\": \"{{c}}{{c}}{{c}}{{c}}{{c}}{{c}}{{c}}{{c}}{{c}}{{c}}\"}", $"{{{{{Nested("f(c=", "'x'", ")", 60)}}}}}") },
        { "brackets", Document("{\"u\": \"x\"}", $"{{{{{Nested("(", "1", ")", 100_000)}}}}}") },
        { "signs", Document("{\"u\": \"x\"}", $"{{{{ {new string('-', 60_000)}1}}}}") },
        { "a long sum", Document("{\"u\": \"x\"}", $"{{{{ 1{string.Concat(Enumerable.Repeat("+1", 20_000))}}}}}") },
        { "a long text", Document($"{{\"u\": \"{new string('x', 60_000)}\"}}", "{{u}}{{u}}") },
        { "a template too long", Document($"{{\"u\": \"{new string('x', 70_000)}\"}}", "{{u}}") },
        { "a huge range", Gen("{\"i\": {\"stop\": 9000000000000000000}}") },
        { "ranges times ranges", Gen("{\"i\": {\"stop\": 100000}, \"j\": {\"stop\": 100000}}") },
        { "many entries", $"{{\"version\": 1, \"gen\": [{string.Join(',', Enumerable.Repeat(Entry("{\"i\": {\"stop\": 60000000}}"), 2))}]}}" },
    };

    [Theory]
    [InlineData("""{"stop": 3}""", "0 1 2")]
    [InlineData("""{"start": 2, "stop": 9, "step": 3}""", "2 5 8")]
    [InlineData("""{"start": 3, "stop": 0, "step": -1}""", "1 2 3")]
    [InlineData("""{"start": -1, "stop": 2}""", "-1 0 1")]
    [InlineData("""{"start": 5, "stop": 5}""", "")]
    [InlineData("""["a", 4, "b"]""", "4 a b")]
    public void A_dimension_takes(string dimension, string expected)
    {
        var expanded = Documents.Expanded($$$"""{"version": 1, "refs": {"k": "x"}, "gen": [{"key": "g{{i}}", "url": "u", "dimensions": {"i": {{{dimension}}} }}]}""");
        Assert.Equal(expected, string.Join(' ', expanded.Keys.Where(key => key[0] == 'g').Select(key => key[1..])));
    }

    [Fact]
    public void Dimensions_are_combined()
    {
        var expanded = Documents.Expanded(
            """{"version": 1, "gen": [{"key": "{{v}}/{{i}}.{{j}}", "url": "{{v}}", "offset": "{{i * 10 + j}}", "length": 4, "dimensions": {"v": ["a", "b"], "i": {"stop": 2}, "j": [5, 7]}}]}""");
        Assert.Equal(["a/0.5", "a/0.7", "a/1.5", "a/1.7", "b/0.5", "b/0.7", "b/1.5", "b/1.7"], expanded.Keys);
        Assert.Equal("b 17 4", expanded["b/1.7"]);
    }

    [Fact]
    public void A_negative_offset_makes_no_sense_of_its_key_alone()
    {
        var references = Documents.Read("""{"version": 1, "gen": [{"key": "k{{i}}", "url": "u", "offset": "{{i - 1}}", "length": "1", "dimensions": {"i": {"stop": 3}}}]}""");
        Assert.Equal(["k0", "k1", "k2"], Documents.Expanded(references).Keys);
        Assert.Equal(" 0 1", Documents.Expanded(references)["k0"]);
        Assert.Contains("'k0'", Assert.Single(references.Refusals.Lines()), StringComparison.Ordinal);
    }

    private static string Fill(string template)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["version"] = 1,
            ["templates"] = new Dictionary<string, string> { ["u"] = "server", ["f"] = "<{{c}}>" },
            ["gen"] = new[]
            {
                new Dictionary<string, object>
                {
                    ["key"] = "k",
                    ["url"] = template,
                    ["dimensions"] = new Dictionary<string, object> { ["i"] = new[] { 7 }, ["j"] = new[] { -3 }, ["s"] = new[] { "tas" } },
                },
            },
        });
        return Documents.Expanded(json)["k"];
    }

    private static string Document(string templates, string url) => $"{{\"version\": 1, \"templates\": {templates}, \"refs\": {{\"a\": [\"{url}\", 0, 1]}}}}";

    private static string Gen(string dimensions) => $"{{\"version\": 1, \"gen\": [{Entry(dimensions)}]}}";

    private static string Entry(string dimensions) => $"{{\"key\": \"k{{{{i}}}}\", \"url\": \"u\", \"dimensions\": {dimensions}}}";

    private static string Nested(string open, string inner, string close, int times) =>
        string.Concat(Enumerable.Repeat(open, times)) + inner + string.Concat(Enumerable.Repeat(close, times));
}
