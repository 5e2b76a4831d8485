/** Colours that VS Code hands to its webviews, as its own themes set them. */

export interface Theme {
  /** Class of the body. */
  readonly kind: "vscode-dark" | "vscode-light" | "vscode-high-contrast" | "vscode-high-contrast-light";
  readonly colours: Readonly<Record<string, string>>;
}

export const dark: Theme = {
  kind: "vscode-dark",
  colours: {
    "editor-background": "#1f1f1f",
    "editor-foreground": "#cccccc",
    foreground: "#cccccc",
    descriptionForeground: "#9d9d9d",
    disabledForeground: "rgba(204, 204, 204, 0.5)",
    "editorWidget-background": "#202020",
    "widget-border": "#313131",
    focusBorder: "#0078d4",
    "textLink-foreground": "#4daafc",
    errorForeground: "#f85149",
    "charts-blue": "#59a4f9",
    "charts-purple": "#b180d7",
    "charts-orange": "#d18616",
    "charts-green": "#89d185",
    "charts-yellow": "#cca700",
    "charts-red": "#f14c4c",
    "panelTitle-activeBorder": "#0078d4",
    "panelTitle-activeForeground": "#cccccc",
    "dropdown-background": "#313131",
    "dropdown-foreground": "#cccccc",
    "dropdown-border": "#3c3c3c",
  },
};

export const light: Theme = {
  kind: "vscode-light",
  colours: {
    "editor-background": "#ffffff",
    "editor-foreground": "#3b3b3b",
    foreground: "#3b3b3b",
    descriptionForeground: "#3b3b3b",
    disabledForeground: "rgba(97, 97, 97, 0.5)",
    "editorWidget-background": "#f8f8f8",
    "widget-border": "#e5e5e5",
    focusBorder: "#005fb8",
    "textLink-foreground": "#005fb8",
    errorForeground: "#f85149",
    "charts-blue": "#1a85ff",
    "charts-purple": "#652d90",
    "charts-orange": "#d18616",
    "charts-green": "#388a34",
    "charts-yellow": "#bf8803",
    "charts-red": "#e51400",
    "panelTitle-activeBorder": "#005fb8",
    "panelTitle-activeForeground": "#3b3b3b",
    "dropdown-background": "#ffffff",
    "dropdown-foreground": "#3b3b3b",
    "dropdown-border": "#cecece",
  },
};

export const highContrast: Theme = {
  kind: "vscode-high-contrast",
  colours: {
    "editor-background": "#000000",
    "editor-foreground": "#ffffff",
    foreground: "#ffffff",
    descriptionForeground: "rgba(255, 255, 255, 0.7)",
    disabledForeground: "#a5a5a5",
    "editorWidget-background": "#0c141f",
    contrastBorder: "#6fc3df",
    focusBorder: "#f38518",
    "textLink-foreground": "#21a6ff",
    errorForeground: "#f48771",
    "charts-blue": "#59a4f9",
    "charts-purple": "#b180d7",
    "charts-orange": "#d18616",
    "charts-green": "#89d185",
    "charts-yellow": "#ffd370",
    "charts-red": "#f48771",
    "panelTitle-activeBorder": "#6fc3df",
    "panelTitle-activeForeground": "#ffffff",
    "dropdown-background": "#000000",
    "dropdown-foreground": "#ffffff",
    "dropdown-border": "#6fc3df",
  },
};

export const highContrastLight: Theme = {
  kind: "vscode-high-contrast-light",
  colours: {
    "editor-background": "#ffffff",
    "editor-foreground": "#292929",
    foreground: "#292929",
    descriptionForeground: "rgba(41, 41, 41, 0.7)",
    disabledForeground: "#7f7f7f",
    "editorWidget-background": "#ffffff",
    contrastBorder: "#0f4a85",
    focusBorder: "#006bbd",
    "textLink-foreground": "#0f4a85",
    errorForeground: "#b5200d",
    "charts-blue": "#1a85ff",
    "charts-purple": "#652d90",
    "charts-orange": "#d18616",
    "charts-green": "#374e06",
    "charts-yellow": "#895503",
    "charts-red": "#b5200d",
    "panelTitle-activeBorder": "#b5200d",
    "panelTitle-activeForeground": "#292929",
    "dropdown-background": "#ffffff",
    "dropdown-foreground": "#292929",
    "dropdown-border": "#0f4a85",
  },
};
