import globals from "globals";
import jsdoc from "eslint-plugin-jsdoc";

export default [
    {
        files: ["**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: {...globals.browser, odoo: "readonly", luxon: "readonly"},
        },
        plugins: {jsdoc},
        rules: {
            complexity: ["error", 10],
            eqeqeq: "error",
            "no-console": "error",
            "no-undef": "error",
            "no-unused-vars": "error",
            "no-var": "error",
            "prefer-const": "error",
            "jsdoc/require-jsdoc": [
                "error",
                {publicOnly: true, require: {ClassDeclaration: true}},
            ],
        },
    },
];
